using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Mechanisms;

/// <summary>logit π(x) = a + xᵀβ on encoded covariates.</summary>
public sealed class LogisticPropensityModel : IBinaryPropensityModel, IParametricModel
{
    internal const string Kind = "logistic";
    private readonly FeatureEncoder _encoder;

    internal LogisticPropensityModel(FeatureEncoder encoder, LogisticFit fit) => (_encoder, Regression) = (encoder, fit);

    /// <summary>The regression on the encoded features.</summary>
    public LogisticFit Regression { get; }

    /// <summary>The names of the features that <see cref="Regression"/>'s coefficients belong to.</summary>
    public IReadOnlyList<string> FeatureNames => _encoder.FeatureNames;

    (double L2, bool Standardised) IParametricModel.Penalty => (L2, false);

    /// <summary>The penalty it was fitted with.</summary>
    internal double L2 { get; init; }

    /// <inheritdoc />
    RowView IParametricModel.Features(Table covariates) => _encoder.Rows(covariates);

    /// <inheritdoc />
    public double[] Predict(Table covariates) => Regression.Predict(_encoder.Rows(covariates));

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = new(Kind);
        state.Settings["encoder"] = _encoder.ToJson();
        StateReader.Put(state, "coefficients", [Regression.Intercept, .. Regression.Coefficients]);
        return state;
    }

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static LogisticPropensityModel Load(ModelState state)
    {
        FeatureEncoder encoder = FeatureEncoder.FromJson(StateReader.Expect(state, Kind).Settings["encoder"]);
        double[] coefficients = state.Doubles("coefficients", encoder.Width + 1);
        return new LogisticPropensityModel(encoder, new LogisticFit(coefficients[0], coefficients[1..], 0, true));
    }
}
