using CausalLoom.Mechanisms.Networks;

namespace CausalLoom.Estimation.Conditional;

/// <summary>S-learner: one network on [x, w], τ̂(x) = μ̂(x, 1) − μ̂(x, 0).</summary>
public sealed class SLearner(CateNetworkOptions? options = null) : ICateLearner
{
    private readonly CateNetworkOptions _options = options ?? new CateNetworkOptions();

    /// <inheritdoc />
    public string Name => "s";

    /// <inheritdoc />
    public ICateModel Fit(CateSample sample, FitContext context) => FitSurface(sample, context);

    /// <summary>The same with the outcome surface at hand.</summary>
    public SLearnerEffect FitSurface(CateSample sample, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(context);
        return new SLearnerEffect(BasicNet.Fit(ArmColumn.Beside(sample.Features, sample.Treatment), sample.Outcome, sample.OutcomeTask,
            _options.Network, context, sample.Groups));
    }
}
