using CausalLoom.Data;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Mechanisms.Networks;

/// <summary>
/// "slearner": one network on [x, w] (docs/methods/steam.md and outcome-models.md); a two-level outcome gives probabilities. Its effect
/// is shrunk towards what both arms share, which is what makes it steady.
/// </summary>
public sealed class SLearnerNetwork(BasicNetOptions? options = null) : IOutcomeLearner
{
    private readonly BasicNetOptions _options = options ?? new BasicNetOptions();

    /// <inheritdoc />
    public string Name => "slearner";

    /// <inheritdoc />
    public IOutcomeModel Fit(CausalData data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        (FeatureEncoder encoder, Matrix x) = FeatureEncoder.FitEncode(data.Covariates, NetworkOutcomeModel.Features(_options));
        NetworkTask task = data.IsBinaryOutcome ? NetworkTask.Probability : NetworkTask.Regression;
        BasicNetModel surface = BasicNet.Fit(LevelFeatures.Beside(x, data.Treatment.Codes, data.Levels), data.Outcome.Values, task,
            _options, context);
        context.Report("outcome model", 1);
        return new NetworkOutcomeModel(encoder, [surface], data.Levels);
    }
}
