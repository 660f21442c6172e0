using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Mechanisms;

/// <summary>A forest for each treatment level, or one with the treatment as its last features.</summary>
public sealed class ForestOutcomeModel : IOutcomeModel
{
    internal const string Kind = "forest";
    private readonly FeatureEncoder _encoder;
    private readonly ForestModel[] _forests;
    private readonly int _levels;

    internal ForestOutcomeModel(FeatureEncoder encoder, ForestModel[] forests, int levels) =>
        (_encoder, _forests, _levels) = (encoder, forests, levels);

    /// <inheritdoc />
    public double[] Mean(Table covariates, int level)
    {
        Matrix x = _encoder.Encode(covariates);
        return _forests.Length == 1 ? _forests[0].Predict(LevelFeatures.Beside(x, level, _levels)) : _forests[level].Predict(x);
    }

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = new(Kind);
        state.Settings["encoder"] = _encoder.ToJson();
        state.Settings["single"] = _forests.Length == 1;
        for (int k = 0; k < _forests.Length; k++)
        {
            StateReader.Put(state, $"forest{k}", _forests[k].Export());
        }

        LevelKeys.PutCount(state, _levels);
        return state;
    }

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static ForestOutcomeModel Load(ModelState state)
    {
        FeatureEncoder encoder = FeatureEncoder.FromJson(StateReader.Expect(state, Kind).Settings["encoder"]);
        int levels = LevelKeys.Count(state), width = encoder.Width + (StateReader.Flag(state, "single") ? levels - 1 : 0);
        int forests = StateReader.Flag(state, "single") ? 1 : levels;
        return new ForestOutcomeModel(
            encoder, [.. Enumerable.Range(0, forests).Select(k => StateReader.Forest(state, $"forest{k}", width))], levels);
    }
}
