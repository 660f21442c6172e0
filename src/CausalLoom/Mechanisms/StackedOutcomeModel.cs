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
    private readonly StackMember[] _members;
    private readonly int _levels;
    private readonly bool _binary;

    internal StackedOutcomeModel(StackFeatures features, StackMember[] members, int levels, bool binary) =>
        (_features, _members, _levels, _binary) = (features, members, levels, binary);

    /// <summary>
    /// The mean weights of the members over folds: linear, with curves and products, boosted trees and, where there are few rows a column,
    /// of few columns.
    /// </summary>
    public double[] Weights => [.. Enumerable.Range(0, _members[0].Weights.Length).Select(m => _members.Average(s => s.Weights[m]))];

    /// <inheritdoc />
    public double[] Mean(Table covariates, int level)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        StackRows rows = _features.Rows(covariates);
        double[] mean = new double[covariates.Rows];
        int folds = _members.Length / _levels;
        for (int k = 0; k < folds; k++)
        {
            double[] one = _members[(_levels * k) + level].Predict(rows, _binary ? LogisticRegression.Sigmoid : null);
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
        state.Settings["binary"] = _binary ? 1 : 0;
        state.Put("features", _features.Save());
        for (int k = 0; k < _members.Length; k++)
        {
            state.Put($"member{k}", _members[k].Save());
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
        StackMember[] read = [.. Enumerable.Range(0, members).Select(k => StackMember.Load(state.Get($"member{k}"), features))];
        return new StackedOutcomeModel(features, read, levels, binary);
    }
}
