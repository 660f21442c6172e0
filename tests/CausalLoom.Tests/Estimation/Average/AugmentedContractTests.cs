namespace CausalLoom.Tests.Estimation.Average;

public sealed class AugmentedContractTests : EstimatorContract
{
    protected override string Name => "aipw";
}
