using CausalLoom.Data;
using CausalLoom.Mechanisms.Stacking;
using CausalLoom.Models;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Mechanisms;

/// <summary>The mean of the fold models' outcome means.</summary>
public sealed class StackedOutcomeModel : IOutcomeModel
{
    internal const string Kind = "stack";
    private readonly StackFeatures _features;

    // Fold by fold, control then treated.
    private readonly OutcomeMember[] _members;

    internal StackedOutcomeModel(StackFeatures features, OutcomeMember[] members) => (_features, _members) = (features, members);

    /// <summary>The mean weights of the members over folds: linear, with squares, boosted trees.</summary>
    public double[] Weights => [.. Enumerable.Range(0, 3).Select(m => _members.Average(s => s.Weights[m]))];

    /// <inheritdoc />
    public double[] Mean(Table covariates, int arm)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        Matrix z = _features.Linear(covariates), squares = _features.Squares(z), trees = _features.Trees(covariates);
        double[] mean = new double[covariates.Rows];
        int folds = _members.Length / 2;
        for (int k = 0; k < folds; k++)
        {
            double[] one = _members[(2 * k) + arm].Predict(z, squares, trees);
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

        return state;
    }

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static StackedOutcomeModel Load(ModelState state)
    {
        int folds = StateReader.Integer(StateReader.Expect(state, Kind), "members", 2, 2000) / 2;
        bool binary = StateReader.Integer(state, "binary", 0, 1) == 1;
        StackFeatures features = StackFeatures.Load(state.Get("features"));
        return new StackedOutcomeModel(features, [.. Enumerable.Range(0, 2 * folds).Select(k => new OutcomeMember(
            binary,
            Fit(state.Doubles($"linear{k}", features.LinearWidth + 1)),
            Fit(state.Doubles($"squares{k}", features.SquaresWidth + 1)),
            StateReader.Trees(state, $"trees{k}", features.TreesWidth),
            state.Doubles($"weights{k}", 3)))]);
    }

    private static LinearFit Fit(double[] saved) => new(saved[0], saved[1..]);
}
