using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Mechanisms.Networks;

/// <summary>Outcome means by networks: one surface μ̂(x, w), or one network an arm.</summary>
public sealed class NetworkOutcomeModel : IOutcomeModel
{
    /// <summary>The kind of its saved state.</summary>
    public const string Kind = "network-outcome";

    private readonly FeatureEncoder _encoder;
    private readonly BasicNetModel _first;
    private readonly BasicNetModel? _treated;

    internal NetworkOutcomeModel(FeatureEncoder encoder, BasicNetModel first, BasicNetModel? treated) =>
        (_encoder, _first, _treated) = (encoder, first, treated);

    /// <inheritdoc />
    public double[] Mean(Table covariates, int arm)
    {
        Matrix x = _encoder.Encode(covariates);
        return _treated is null ? _first.Predict(ArmColumn.Beside(x, arm)) : (arm == 1 ? _treated : _first).Predict(x);
    }

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = new(Kind);
        state.Settings["encoder"] = _encoder.ToJson();
        state.Put(_treated is null ? "surface" : "control", _first.Save());
        if (_treated is not null)
        {
            state.Put("treated", _treated.Save());
        }

        return state;
    }

    /// <summary>The model of a state, predicting the very same numbers.</summary>
    /// <exception cref="CausalLoomException">The state is damaged or of another kind.</exception>
    public static NetworkOutcomeModel Load(ModelState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Kind != Kind)
        {
            throw new CausalLoomException($"The model file's outcome model is a '{state.Kind}', not a network. Fit the model again.");
        }

        FeatureEncoder encoder = FeatureEncoder.FromJson(state.Settings["encoder"]);
        bool pair = state.Settings.ContainsKey("treated");
        BasicNetModel first = BasicNetModel.Load(state.Get(pair ? "control" : "surface"));
        BasicNetModel? treated = pair ? BasicNetModel.Load(state.Get("treated")) : null;
        return first.Inputs == encoder.Width + (pair ? 0 : 1) && (treated is null || treated.Inputs == encoder.Width)
            ? new NetworkOutcomeModel(encoder, first, treated)
            : throw new CausalLoomException("The model file's outcome networks do not fit its covariates. Fit the model again.");
    }

    /// <summary>
    /// Features as the paper feeds them where the network does not standardise, otherwise 0/1 levels; the network scales.
    /// </summary>
    internal static FeatureOptions Features(BasicNetOptions options) => options.Standardize ? FeatureOptions.Default : FeatureOptions.Raw;
}
