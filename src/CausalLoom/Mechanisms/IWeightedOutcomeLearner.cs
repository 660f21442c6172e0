using CausalLoom.Data;

namespace CausalLoom.Mechanisms;

/// <summary>An outcome learner that can weigh rows: sampling weights enter its loss, its choices of penalties and its averages.</summary>
public interface IWeightedOutcomeLearner : IOutcomeLearner
{
    /// <summary>Learns μ of the weighted rows.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="weights">Weights > 0, [n], or null for 1. A weight of 2 stands for a row that is there twice, so that their scale sets
    /// what penalties weigh.</param>
    /// <param name="context">Stream, threads, progress.</param>
    IOutcomeModel Fit(CausalData data, double[]? weights, FitContext context);
}
