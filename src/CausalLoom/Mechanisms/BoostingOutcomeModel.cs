using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Mechanisms;

/// <summary>Boosted trees for each arm.</summary>
public sealed class BoostingOutcomeModel : IOutcomeModel
{
    internal const string Kind = "boosting";
    private readonly FeatureEncoder _encoder;
    private readonly BoostedTrees[] _arms;

    internal BoostingOutcomeModel(FeatureEncoder encoder, BoostedTrees[] arms) => (_encoder, _arms) = (encoder, arms);

    /// <inheritdoc />
    public double[] Mean(Table covariates, int arm) => _arms[arm].Predict(_encoder.Encode(covariates));

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = new(Kind);
        state.Settings["encoder"] = _encoder.ToJson();
        StateReader.Put(state, "trees0", _arms[0].Export());
        StateReader.Put(state, "trees1", _arms[1].Export());
        return state;
    }

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static BoostingOutcomeModel Load(ModelState state)
    {
        FeatureEncoder encoder = FeatureEncoder.FromJson(StateReader.Expect(state, Kind).Settings["encoder"]);
        return new BoostingOutcomeModel(
            encoder, [StateReader.Trees(state, "trees0", encoder.Width), StateReader.Trees(state, "trees1", encoder.Width)]);
    }
}
