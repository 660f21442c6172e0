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
    private readonly BasicNetModel[] _networks;
    private readonly int _levels;

    // One network is a surface μ̂(x, w); otherwise there is one a level.
    internal NetworkOutcomeModel(FeatureEncoder encoder, BasicNetModel[] networks, int levels) =>
        (_encoder, _networks, _levels) = (encoder, networks, levels);

    /// <inheritdoc />
    public double[] Mean(Table covariates, int level)
    {
        Matrix x = _encoder.Encode(covariates);
        return _networks.Length == 1 ? _networks[0].Predict(LevelFeatures.Beside(x, level, _levels)) : _networks[level].Predict(x);
    }

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = new(Kind);
        state.Settings["encoder"] = _encoder.ToJson();
        if (_networks.Length == 1)
        {
            state.Put("surface", _networks[0].Save());
        }
        else
        {
            LevelKeys.Put(state, [.. _networks.Select(network => network.Save())]);
        }

        LevelKeys.PutCount(state, _levels);
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
        bool single = state.Settings.ContainsKey("surface");
        ModelState[] saved = single ? [state.Get("surface")] : LevelKeys.Get(state);
        BasicNetModel[] networks = [.. saved.Select(BasicNetModel.Load)];
        int levels = LevelKeys.Count(state), inputs = encoder.Width + (single ? levels - 1 : 0);
        return (single || networks.Length == levels) && Array.TrueForAll(networks, network => network.Inputs == inputs)
            ? new NetworkOutcomeModel(encoder, networks, levels)
            : throw new CausalLoomException("The model file's outcome networks do not fit its covariates. Fit the model again.");
    }

    /// <summary>
    /// Features as the paper feeds them where the network does not standardise, otherwise 0/1 levels; the network scales.
    /// </summary>
    internal static FeatureOptions Features(BasicNetOptions options) => options.Standardize ? FeatureOptions.Default : FeatureOptions.Raw;
}
