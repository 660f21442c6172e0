using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Mechanisms;

/// <summary>A regression for each arm on encoded covariates; through the logistic function where the outcome has two levels.</summary>
public sealed class LinearOutcomeModel : IOutcomeModel, IParametricModel
{
    internal const string Kind = "linear";
    private readonly FeatureEncoder _encoder;
    private readonly LinearFit[] _arms;
    private readonly bool _binary;

    internal LinearOutcomeModel(FeatureEncoder encoder, LinearFit[] arms, bool binary) =>
        (_encoder, _arms, _binary) = (encoder, arms, binary);

    (double L2, bool Standardised) IParametricModel.Penalty => (L2, true);

    /// <summary>The penalty it was fitted with.</summary>
    internal double L2 { get; init; }

    /// <inheritdoc />
    RowView IParametricModel.Features(Table covariates) => _encoder.Rows(covariates);

    /// <inheritdoc />
    public double[] Mean(Table covariates, int level)
    {
        RowView x = _encoder.Rows(covariates);
        double[] linear = _arms[level].Predict(x);
        return _binary ? Array.ConvertAll(linear, LogisticRegression.Sigmoid) : linear;
    }

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = new(Kind);
        state.Settings["encoder"] = _encoder.ToJson();
        state.Settings["binary"] = _binary;
        for (int arm = 0; arm < _arms.Length; arm++)
        {
            StateReader.Put(state, $"coefficients{arm}", [_arms[arm].Intercept, .. _arms[arm].Coefficients]);
        }

        return state;
    }

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static LinearOutcomeModel Load(ModelState state)
    {
        FeatureEncoder encoder = FeatureEncoder.FromJson(StateReader.Expect(state, Kind).Settings["encoder"]);
        bool binary = StateReader.Flag(state, "binary");
        LinearFit[] arms = [.. LevelKeys.Tensors(state, "coefficients").Select(key => state.Doubles(key, encoder.Width + 1))
            .Select(saved => new LinearFit(saved[0], saved[1..]))];
        return new LinearOutcomeModel(encoder, arms, binary);
    }
}
