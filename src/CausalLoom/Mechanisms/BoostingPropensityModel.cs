using CausalLoom.Data;
using CausalLoom.Mechanisms.Calibration;
using CausalLoom.Models;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Mechanisms;

/// <summary>Calibrated boosted trees.</summary>
public sealed class BoostingPropensityModel : IBinaryPropensityModel
{
    internal const string Kind = "boosting";
    private readonly FeatureEncoder _encoder;
    private readonly BoostedTrees _trees;
    private readonly Calibrator _calibrator;
    private readonly PropensityClipping _clipping;

    internal BoostingPropensityModel(FeatureEncoder encoder, BoostedTrees trees, Calibrator calibrator, PropensityClipping clipping)
    {
        (_encoder, _trees, _calibrator, _clipping) = (encoder, trees, calibrator, clipping);
    }

    /// <summary>The number of trees that cross-validation chose.</summary>
    public int Trees => _trees.Trees.Count;

    /// <inheritdoc />
    public double[] Predict(Table covariates) => _clipping.Clip(_calibrator.Apply(_trees.Scores(_encoder.Rows(covariates)))).Propensity;

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = new(Kind);
        state.Settings["encoder"] = _encoder.ToJson();
        state.Put("calibrator", _calibrator.Save());
        StateReader.Put(state, "trees", _trees.Export());
        StateReader.Put(state, "range", [_clipping.Lower, _clipping.Upper]);
        return state;
    }

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static BoostingPropensityModel Load(ModelState state)
    {
        FeatureEncoder encoder = FeatureEncoder.FromJson(StateReader.Expect(state, Kind).Settings["encoder"]);
        double[] range = state.Doubles("range", 2);
        return new BoostingPropensityModel(encoder, StateReader.Trees(state, "trees", encoder.Width),
            Calibrator.Load(state.Get("calibrator")), new PropensityClipping(range[0], range[1]));
    }
}
