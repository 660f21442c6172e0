namespace CausalLoom.Tests.Estimation.Average;

public sealed class WeightingContractTests : EstimatorContract
{
    protected override string Name => "ipw";
}
