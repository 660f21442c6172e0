using CausalLoom.Mechanisms.Networks;

namespace CausalLoom.Estimation.Conditional;

/// <summary>T-learner: one network an arm, τ̂(x) = μ̂₁(x) − μ̂₀(x).</summary>
public sealed class TLearner(CateNetworkOptions? options = null) : ICateLearner
{
    private readonly CateNetworkOptions _options = options ?? new CateNetworkOptions();

    /// <inheritdoc />
    public string Name => "t";

    /// <inheritdoc />
    public ICateModel Fit(CateSample sample, FitContext context) => FitPair(sample, context);

    /// <summary>The same with the two networks at hand.</summary>
    public TLearnerEffect FitPair(CateSample sample, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(context);
        int[] all = sample.AllRows();
        BasicNetModel[] arms = context.Child("arm").Map(2, (arm, c) => ArmNetwork(sample, all, arm, _options, c));
        return new TLearnerEffect(arms[0], arms[1]);
    }

    /// <summary>μ̂ of one arm from the given rows.</summary>
    internal static BasicNetModel ArmNetwork(CateSample sample, int[] rows, int arm, CateNetworkOptions options, FitContext context) =>
        sample.Network(sample.RowsOfArm(rows, arm), sample.Outcome, sample.OutcomeTask, options.Network, context);
}
