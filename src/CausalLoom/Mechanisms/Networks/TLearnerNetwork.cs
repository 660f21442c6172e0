using CausalLoom.Data;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Mechanisms.Networks;

/// <summary>"tlearner": one network an arm; a two-level outcome gives probabilities. Nothing is shared between the arms.</summary>
public sealed class TLearnerNetwork(BasicNetOptions? options = null) : IOutcomeLearner
{
    private readonly BasicNetOptions _options = options ?? new BasicNetOptions();

    /// <inheritdoc />
    public string Name => "tlearner";

    /// <inheritdoc />
    public IOutcomeModel Fit(CausalData data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        (FeatureEncoder encoder, Matrix x) = FeatureEncoder.FitEncode(data.Covariates, NetworkOutcomeModel.Features(_options));
        NetworkTask task = data.IsBinaryOutcome ? NetworkTask.Probability : NetworkTask.Regression;
        BasicNetModel[] arms = context.Child("arm").Map(data.Levels, (arm, c) =>
        {
            int[] rows = data.Treatment.RowsOf(arm);
            return BasicNet.Fit(x.TakeRows(rows), Array.ConvertAll(rows, i => data.Outcome[i]), task, _options, c);
        });
        context.Report("outcome model", 1);
        return new NetworkOutcomeModel(encoder, arms, data.Levels);
    }
}
