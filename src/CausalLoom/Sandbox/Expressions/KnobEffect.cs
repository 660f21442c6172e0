using CausalLoom.Data;
using CausalLoom.Estimation.Conditional;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Networks;
using CausalLoom.Models;

namespace CausalLoom.Sandbox.Expressions;

/// <summary>
/// The learners of the effect itself, which have no outcome means: networks fitted to a pseudo-outcome. Those that have them (S and T) are
/// outcome models already, `slearner` and `tlearner`.
/// </summary>
internal sealed class KnobEffect
{
    private const string Kind = "knob-effect";
    private static readonly Dictionary<string, Func<ICateLearner>> Learners = new(StringComparer.Ordinal)
        { ["dr"] = () => new DrLearner(), ["ra"] = () => new RaLearner() };

    private readonly FeatureEncoder _encoder;
    private readonly BasicNetModel _network;

    private KnobEffect(FeatureEncoder encoder, BasicNetModel network) => (_encoder, _network) = (encoder, network);

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Names => Learners.Keys;

    /// <summary>Whether a name is one of theirs.</summary>
    public static bool Has(string name) => Learners.ContainsKey(name);

    /// <summary>Fits one.</summary>
    public static KnobEffect Fit(string name, CausalData data, FitContext context)
    {
        (FeatureEncoder encoder, Numerics.Linear.Matrix x) = FeatureEncoder.FitEncode(
            data.Covariates, NetworkOutcomeModel.Features(new CateNetworkOptions().Network));
        CateSample sample = new(x, data.Treatment.Codes, data.Outcome.Values, data.IsBinaryOutcome);
        ICateModel model = Learners[name]().Fit(sample, context);
        return new KnobEffect(encoder, ((NetworkEffect)model).Network);
    }

    /// <summary>τ̂ of rows.</summary>
    public double[] Values(Table covariates) => _network.Predict(_encoder.Encode(covariates));

    /// <summary>For a saved model.</summary>
    public ModelState Save()
    {
        ModelState state = new(Kind);
        state.Settings["encoder"] = _encoder.ToJson();
        state.Put("network", _network.Save());
        return state;
    }

    /// <summary>What <see cref="Save"/> wrote.</summary>
    /// <exception cref="CausalLoomException">It is damaged or something else.</exception>
    public static KnobEffect Load(ModelState state)
    {
        FeatureEncoder encoder = FeatureEncoder.FromJson(StateReader.Expect(state, Kind).Settings["encoder"]);
        BasicNetModel network = BasicNetModel.Load(state.Get("network"));
        return network.Inputs == encoder.Width ? new KnobEffect(encoder, network)
            : throw new CausalLoomException("The model file's effect network does not fit its covariates. Fit the model again.");
    }
}
