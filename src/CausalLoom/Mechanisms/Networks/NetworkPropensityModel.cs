using CausalLoom.Data;
using CausalLoom.Mechanisms.Calibration;
using CausalLoom.Models;

namespace CausalLoom.Mechanisms.Networks;

/// <summary>A calibrated network of probabilities.</summary>
public sealed class NetworkPropensityModel : IBinaryPropensityModel
{
    /// <summary>The kind of its saved state.</summary>
    public const string Kind = "network-propensity";
    private readonly FeatureEncoder _encoder;
    private readonly BasicNetModel _network;
    private readonly Calibrator _calibrator;
    private readonly PropensityClipping _clipping;

    internal NetworkPropensityModel(FeatureEncoder encoder, BasicNetModel network, Calibrator calibrator, PropensityClipping clipping) =>
        (_encoder, _network, _calibrator, _clipping) = (encoder, network, calibrator, clipping);

    /// <inheritdoc />
    public double[] Predict(Table covariates) =>
        _clipping.Clip(_calibrator.Apply(RecalibratedPropensity.Logits(_network.Predict(_encoder.Encode(covariates))))).Propensity;

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = new(Kind);
        state.Settings["encoder"] = _encoder.ToJson();
        state.Put("network", _network.Save());
        state.Put("calibrator", _calibrator.Save());
        StateReader.Put(state, "range", [_clipping.Lower, _clipping.Upper]);
        return state;
    }

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static NetworkPropensityModel Load(ModelState state)
    {
        FeatureEncoder encoder = FeatureEncoder.FromJson(StateReader.Expect(state, Kind).Settings["encoder"]);
        BasicNetModel network = BasicNetModel.Load(state.Get("network"));
        double[] range = state.Doubles("range", 2);
        return network.Inputs == encoder.Width
            ? new NetworkPropensityModel(encoder, network, Calibrator.Load(state.Get("calibrator")),
                new PropensityClipping(range[0], range[1]))
            : throw StateReader.Damaged("network");
    }
}
