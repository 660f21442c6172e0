using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Models;

namespace CausalLoom.Mechanisms.Calibration;

/// <summary>A propensity model whose logits go through a monotone map.</summary>
public sealed class RecalibratedPropensityModel : IBinaryPropensityModel
{
    internal const string Kind = "calibrated";
    private readonly IBinaryPropensityModel _inner;
    private readonly Calibrator _calibrator;
    private readonly PropensityClipping _clipping;

    internal RecalibratedPropensityModel(IBinaryPropensityModel inner, Calibrator calibrator, PropensityClipping clipping) =>
        (_inner, _calibrator, _clipping) = (inner, calibrator, clipping);

    /// <inheritdoc />
    public double[] Predict(Table covariates) =>
        _clipping.Clip(_calibrator.Apply(RecalibratedPropensity.Logits(_inner.Predict(covariates)))).Propensity;

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = new(Kind);
        state.Put("inner", _inner.Save());
        state.Put("calibrator", _calibrator.Save());
        StateReader.Put(state, "range", [_clipping.Lower, _clipping.Upper]);
        return state;
    }

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    /// <param name="state">What was written.</param>
    /// <param name="catalogues">Where the model within it is looked up.</param>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static RecalibratedPropensityModel Load(ModelState state, Catalogues catalogues)
    {
        IBinaryPropensityModel inner = catalogues.LoadPropensity(StateReader.Expect(state, Kind).Get("inner")) as IBinaryPropensityModel
            ?? throw StateReader.Damaged("inner");
        double[] range = state.Doubles("range", 2);
        return new RecalibratedPropensityModel(inner, Calibrator.Load(state.Get("calibrator")), new PropensityClipping(range[0], range[1]));
    }
}
