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
    public double[] Mean(Table covariates, int level) => _arms[level].Predict(_encoder.Rows(covariates));

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = new(Kind);
        state.Settings["encoder"] = _encoder.ToJson();
        for (int level = 0; level < _arms.Length; level++)
        {
            StateReader.Put(state, $"trees{level}", _arms[level].Export());
        }

        return state;
    }

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static BoostingOutcomeModel Load(ModelState state)
    {
        FeatureEncoder encoder = FeatureEncoder.FromJson(StateReader.Expect(state, Kind).Settings["encoder"]);
        return new BoostingOutcomeModel(encoder,
            [.. LevelKeys.Tensors(state, "trees").Select(k => StateReader.Trees(state, k, encoder.Width))]);
    }
}
