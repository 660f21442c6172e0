using CausalLoom.Data;
using CausalLoom.Mechanisms.Stacking;
using CausalLoom.Models;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Mechanisms;

/// <summary>The mean of the fold models' propensities, each a calibrated stack of logistic regressions and boosted trees.</summary>
public sealed class StackedPropensityModel : IBinaryPropensityModel
{
    internal const string Kind = "stack";
    private const int Families = 3;
    private readonly StackFeatures _features;
    private readonly PropensityMember[] _members;
    private readonly PropensityClipping _clipping;

    internal StackedPropensityModel(StackFeatures features, PropensityMember[] members, PropensityClipping clipping)
    {
        (_features, _members, _clipping) = (features, members, clipping);
    }

    /// <summary>
    /// The mean weights of the members over folds: linear, with squares, boosted trees. Their sum is the calibration slope; all 0 where
    /// nothing was learnt.
    /// </summary>
    public double[] Weights => [.. Enumerable.Range(0, Families).Select(m => _members.Average(s => s.Weights.Coefficients[m]))];

    /// <inheritdoc />
    public double[] Predict(Table covariates)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        StackRows rows = _features.Rows(covariates);
        double[] mean = new double[covariates.Rows];
        foreach (PropensityMember member in _members)
        {
            double[] p = member.Predict(rows);
            for (int i = 0; i < mean.Length; i++)
            {
                mean[i] += p[i] / _members.Length;
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
            PropensityMember m = _members[k];
            StateReader.Put(state, $"linear{k}", [m.Linear.Intercept, .. m.Linear.Coefficients]);
            StateReader.Put(state, $"squares{k}", [m.Squares.Intercept, .. m.Squares.Coefficients]);
            StateReader.Put(state, $"trees{k}", m.Trees.Export());
            StateReader.Put(state, $"weights{k}", [m.Weights.Intercept, .. m.Weights.Coefficients]);
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
        PropensityMember[] members = [.. Enumerable.Range(0, folds).Select(k => new PropensityMember(
            Fit(state.Doubles($"linear{k}", features.LinearWidth + 1)),
            Fit(state.Doubles($"squares{k}", features.SquaresWidth + 1)),
            StateReader.Trees(state, $"trees{k}", features.TreesWidth),
            Fit(state.Doubles($"weights{k}", Families + 1))))];
        return new StackedPropensityModel(features, members, new PropensityClipping(range[0], range[1]));
    }

    private static LogisticFit Fit(double[] saved) => new(saved[0], saved[1..], 0, true);
}
