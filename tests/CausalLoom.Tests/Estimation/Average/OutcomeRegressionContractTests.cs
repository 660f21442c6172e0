namespace CausalLoom.Tests.Estimation.Average;

public sealed class OutcomeRegressionContractTests : EstimatorContract
{
    protected override string Name => "or";
}
