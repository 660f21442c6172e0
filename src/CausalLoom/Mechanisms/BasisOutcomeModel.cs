using CausalLoom.Data;
using CausalLoom.Mechanisms.Basis;
using CausalLoom.Models;

namespace CausalLoom.Mechanisms;

/// <summary>A penalised regression on covariates and functions of them for each arm.</summary>
public sealed class BasisOutcomeModel : IOutcomeModel
{
    internal const string Kind = "basis";
    private readonly FeatureEncoder _encoder;
    private readonly BasisFit[] _arms;
    private readonly bool _binary;

    internal BasisOutcomeModel(FeatureEncoder encoder, BasisFit[] arms, bool binary) =>
        (_encoder, _arms, _binary) = (encoder, arms, binary);

    /// <summary>The number of functions beside the covariates in an arm's regression.</summary>
    public int Functions(int arm) => _arms[arm].Basis.Width;

    /// <inheritdoc />
    public double[] Mean(Table covariates, int level) => _arms[level].Mean(_encoder.Encode(covariates), _binary);

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = new(Kind);
        state.Settings["encoder"] = _encoder.ToJson();
        state.Settings["binary"] = _binary;
        LevelKeys.Put(state, [.. _arms.Select(arm => arm.Save())]);
        return state;
    }

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static BasisOutcomeModel Load(ModelState state)
    {
        FeatureEncoder encoder = FeatureEncoder.FromJson(StateReader.Expect(state, Kind).Settings["encoder"]);
        BasisFit[] arms = [.. LevelKeys.Get(state).Select(arm => BasisFit.Load(arm, encoder.Width))];
        return new BasisOutcomeModel(encoder, arms, StateReader.Flag(state, "binary"));
    }
}
