namespace CausalLoom.Tests.Mechanisms;

/// <summary>Every mechanism under its contract: a line each.</summary>
public static class MechanismContractTests
{
    public sealed class LogisticPropensity() : PropensityContract("logistic", learns: false);

    public sealed class ForestPropensity() : PropensityContract("forest");

    public sealed class BoostingPropensity() : PropensityContract("boosting");

    public sealed class SplinePropensity() : PropensityContract("spline");

    public sealed class InteractionsPropensity() : PropensityContract("interactions");

    // The order decides which thirty rows stop it and calibrate it: a share of them has a standard error of .09.
    public sealed class NetworkPropensity() : PropensityContract("network", share: 0.2);

    public sealed class StackPropensity() : PropensityContract("stack");

    public sealed class ConstantPropensity() : PropensityContract("constant", learns: false);

    public sealed class SLearnerOutcome() : OutcomeContract("slearner");

    public sealed class TLearnerOutcome() : OutcomeContract("tlearner");

    public sealed class LinearOutcome() : OutcomeContract("linear", learns: false);

    public sealed class ForestOutcome() : OutcomeContract("forest");

    public sealed class BoostingOutcome() : OutcomeContract("boosting");

    public sealed class SplineOutcome() : OutcomeContract("spline");

    public sealed class InteractionsOutcome() : OutcomeContract("interactions");

    public sealed class ConstantOutcome() : OutcomeContract("constant", learns: false);

    public sealed class StackOutcome() : OutcomeContract("stack");
}
