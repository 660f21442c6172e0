using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Mechanisms;

/// <summary>A multinomial logistic regression on encoded covariates.</summary>
public sealed class MultinomialPropensityModel : IPropensityModel, IParametricModel
{
    internal const string Kind = "multinomial";
    private readonly FeatureEncoder _encoder;
    private readonly MultinomialFit _fit;

    internal MultinomialPropensityModel(FeatureEncoder encoder, MultinomialFit fit) => (_encoder, _fit) = (encoder, fit);

    /// <inheritdoc />
    public int Levels => _fit.Intercepts.Length;

    (double L2, bool Standardised) IParametricModel.Penalty => (L2, false);

    /// <summary>The penalty it was fitted with.</summary>
    internal double L2 { get; init; }

    /// <inheritdoc />
    RowView IParametricModel.Features(Table covariates) => _encoder.Rows(covariates);

    /// <inheritdoc />
    public double[][] Probabilities(Table covariates) => _fit.Probabilities(_encoder.Encode(covariates));

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = new(Kind);
        state.Settings["encoder"] = _encoder.ToJson();
        StateReader.Put(state, "intercepts", _fit.Intercepts);
        state.Tensors["coefficients"] = new Tensor(_fit.Coefficients.Data, Levels, _encoder.Width);
        return state;
    }

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static MultinomialPropensityModel Load(ModelState state)
    {
        FeatureEncoder encoder = FeatureEncoder.FromJson(StateReader.Expect(state, Kind).Settings["encoder"]);
        double[] intercepts = StateReader.Vector(state, "intercepts");
        Matrix coefficients = new(intercepts.Length, encoder.Width, state.Doubles("coefficients", intercepts.Length, encoder.Width));
        return new MultinomialPropensityModel(encoder, new MultinomialFit(intercepts, coefficients, true));
    }
}
