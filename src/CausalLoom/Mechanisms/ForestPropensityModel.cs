using CausalLoom.Data;
using CausalLoom.Mechanisms.Calibration;
using CausalLoom.Models;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Mechanisms;

/// <summary>A forest of probabilities, calibrated or not.</summary>
public sealed class ForestPropensityModel : IBinaryPropensityModel
{
    internal const string Kind = "forest";
    private readonly FeatureEncoder _encoder;
    private readonly ForestModel _forest;
    private readonly Calibrator? _calibrator;
    private readonly PropensityClipping _clipping;

    internal ForestPropensityModel(FeatureEncoder encoder, ForestModel forest, Calibrator? calibrator, PropensityClipping clipping) =>
        (_encoder, _forest, _calibrator, _clipping) = (encoder, forest, calibrator, clipping);

    /// <inheritdoc />
    public double[] Predict(Table covariates)
    {
        double[] p = _forest.Predict(_encoder.Encode(covariates));
        return _clipping.Clip(_calibrator is null ? p : _calibrator.Apply(Logits(p))).Propensity;
    }

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = new(Kind);
        state.Settings["encoder"] = _encoder.ToJson();
        state.Settings["calibrated"] = _calibrator is not null;
        if (_calibrator is not null)
        {
            state.Put("calibrator", _calibrator.Save());
        }

        StateReader.Put(state, "forest", _forest.Export());
        StateReader.Put(state, "range", [_clipping.Lower, _clipping.Upper]);
        return state;
    }

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static ForestPropensityModel Load(ModelState state)
    {
        FeatureEncoder encoder = FeatureEncoder.FromJson(StateReader.Expect(state, Kind).Settings["encoder"]);
        double[] range = state.Doubles("range", 2);
        Calibrator? calibrator = StateReader.Flag(state, "calibrated") ? Calibrator.Load(state.Get("calibrator")) : null;
        return new ForestPropensityModel(encoder, StateReader.Forest(state, "forest", encoder.Width), calibrator,
            new PropensityClipping(range[0], range[1]));
    }

    internal static double[] Logits(double[] probabilities) =>
        Array.ConvertAll(probabilities, p => LogisticRegression.Logit(Math.Clamp(p, ForestPropensity.Least, 1 - ForestPropensity.Least)));
}
