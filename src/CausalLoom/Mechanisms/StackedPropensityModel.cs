using CausalLoom.Data;
using CausalLoom.Mechanisms.Stacking;
using CausalLoom.Models;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Mechanisms;

/// <summary>The mean of the fold models' propensities, each a calibrated stack of logistic regressions and boosted trees.</summary>
public sealed class StackedPropensityModel : IBinaryPropensityModel
{
    internal const string Kind = "stack";
    private readonly StackFeatures _features;
    private readonly StackMember[] _members;
    private readonly PropensityClipping _clipping;

    internal StackedPropensityModel(StackFeatures features, StackMember[] members, PropensityClipping clipping)
    {
        (_features, _members, _clipping) = (features, members, clipping);
    }

    /// <summary>
    /// The mean weights of the members over folds: linear, with curves and products, boosted trees and, where there are few rows a column,
    /// of few columns. Their sum is the calibration slope; all 0 where nothing was learnt.
    /// </summary>
    public double[] Weights => [.. Enumerable.Range(0, _members[0].Weights.Length).Select(m => _members.Average(s => s.Weights[m]))];

    /// <inheritdoc />
    public double[] Predict(Table covariates)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        StackRows rows = _features.Rows(covariates);
        double[] mean = new double[covariates.Rows];
        foreach (StackMember member in _members)
        {
            double[] p = member.Predict(rows);
            for (int i = 0; i < mean.Length; i++)
            {
                mean[i] += LogisticRegression.Sigmoid(p[i]) / _members.Length;
            }
        }

        return _clipping.Clip(mean).Propensity;
    }

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = new(Kind);
        state.Settings["folds"] = _members.Length;
        state.Put("features", _features.Save());
        StateReader.Put(state, "range", [_clipping.Lower, _clipping.Upper]);
        for (int k = 0; k < _members.Length; k++)
        {
            state.Put($"member{k}", _members[k].Save());
        }

        return state;
    }

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static StackedPropensityModel Load(ModelState state)
    {
        int folds = StateReader.Integer(StateReader.Expect(state, Kind), "folds", 1, 1000);
        StackFeatures features = StackFeatures.Load(state.Get("features"));
        double[] range = state.Doubles("range", 2);
        StackMember[] members = [.. Enumerable.Range(0, folds).Select(k => StackMember.Load(state.Get($"member{k}"), features))];
        return new StackedPropensityModel(features, members, new PropensityClipping(range[0], range[1]));
    }
}
