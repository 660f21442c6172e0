using CausalLoom.Data;
using CausalLoom.Mechanisms.Basis;
using CausalLoom.Models;

namespace CausalLoom.Mechanisms;

/// <summary>A penalised logistic regression on covariates and functions of them.</summary>
public sealed class BasisPropensityModel : IBinaryPropensityModel
{
    internal const string Kind = "basis";
    private readonly FeatureEncoder _encoder;
    private readonly BasisFit _fit;
    private readonly PropensityClipping _clipping;

    internal BasisPropensityModel(FeatureEncoder encoder, BasisFit fit, PropensityClipping clipping) =>
        (_encoder, _fit, _clipping) = (encoder, fit, clipping);

    /// <inheritdoc />
    public double[] Predict(Table covariates) => _clipping.Clip(_fit.Mean(_encoder.Encode(covariates), binary: true)).Propensity;

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = new(Kind);
        state.Settings["encoder"] = _encoder.ToJson();
        state.Put("fit", _fit.Save());
        StateReader.Put(state, "range", [_clipping.Lower, _clipping.Upper]);
        return state;
    }

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static BasisPropensityModel Load(ModelState state)
    {
        FeatureEncoder encoder = FeatureEncoder.FromJson(StateReader.Expect(state, Kind).Settings["encoder"]);
        double[] range = state.Doubles("range", 2);
        return new BasisPropensityModel(encoder, BasisFit.Load(state.Get("fit"), encoder.Width),
            new PropensityClipping(range[0], range[1]));
    }
}
