namespace CausalLoom.Tests.Estimation.Average;

public sealed class TargetedContractTests : EstimatorContract
{
    protected override string Name => "tmle";

    protected override double Tolerance => 1e-8;
}
