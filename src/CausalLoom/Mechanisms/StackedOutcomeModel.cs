using CausalLoom.Data;
using CausalLoom.Mechanisms.Stacking;
using CausalLoom.Models;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Mechanisms;

/// <summary>The mean of the fold models' outcome means.</summary>
public sealed class StackedOutcomeModel : IOutcomeModel
{
    internal const string Kind = "stack";
    private readonly StackFeatures _features;

    // Fold by fold, level by level within.
    private readonly OutcomeMember[] _members;
    private readonly int _levels;

    internal StackedOutcomeModel(StackFeatures features, OutcomeMember[] members, int levels) =>
        (_features, _members, _levels) = (features, members, levels);

    /// <summary>The mean weights of the members over folds: linear, with squares, boosted trees.</summary>
    public double[] Weights => [.. Enumerable.Range(0, 3).Select(m => _members.Average(s => s.Weights[m]))];

    /// <inheritdoc />
    public double[] Mean(Table covariates, int level)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        StackRows rows = _features.Rows(covariates);
        double[] mean = new double[covariates.Rows];
        int folds = _members.Length / _levels;
        for (int k = 0; k < folds; k++)
        {
            double[] one = _members[(_levels * k) + level].Predict(rows);
            for (int i = 0; i < mean.Length; i++)
            {
                mean[i] += one[i] / folds;
            }
        }

        return mean;
    }

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = new(Kind);
        state.Settings["members"] = _members.Length;
        state.Settings["binary"] = _members[0].Binary ? 1 : 0;
        state.Put("features", _features.Save());
        for (int k = 0; k < _members.Length; k++)
        {
            OutcomeMember m = _members[k];
            StateReader.Put(state, $"linear{k}", [m.Linear.Intercept, .. m.Linear.Coefficients]);
            StateReader.Put(state, $"squares{k}", [m.Squares.Intercept, .. m.Squares.Coefficients]);
            StateReader.Put(state, $"trees{k}", m.Trees.Export());
            StateReader.Put(state, $"weights{k}", m.Weights);
        }

        LevelKeys.PutCount(state, _levels);
        return state;
    }

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static StackedOutcomeModel Load(ModelState state)
    {
        int members = StateReader.Integer(StateReader.Expect(state, Kind), "members", 2, 20_000), levels = LevelKeys.Count(state);
        if (members % levels != 0)
        {
            throw StateReader.Damaged("members");
        }

        bool binary = StateReader.Integer(state, "binary", 0, 1) == 1;
        StackFeatures features = StackFeatures.Load(state.Get("features"));
        return new StackedOutcomeModel(features, [.. Enumerable.Range(0, members).Select(k => new OutcomeMember(
            binary,
            Fit(state.Doubles($"linear{k}", features.LinearWidth + 1)),
            Fit(state.Doubles($"squares{k}", features.SquaresWidth + 1)),
            StateReader.Trees(state, $"trees{k}", features.TreesWidth),
            state.Doubles($"weights{k}", 3)))], levels);
    }

    private static LinearFit Fit(double[] saved) => new(saved[0], saved[1..]);
}
