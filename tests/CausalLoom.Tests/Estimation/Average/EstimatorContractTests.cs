namespace CausalLoom.Tests.Estimation.Average;

/// <summary>Every estimator under its contract: a line each.</summary>
public static class EstimatorContractTests
{
    public sealed class OutcomeRegression() : EstimatorContract("or");

    public sealed class Weighting() : EstimatorContract("ipw");

    public sealed class Augmented() : EstimatorContract("aipw");

    public sealed class Targeted() : EstimatorContract("tmle", tolerance: 1e-8);
}
