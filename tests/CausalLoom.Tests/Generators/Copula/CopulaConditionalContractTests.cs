using CausalLoom.Generators;
using CausalLoom.Generators.Copula;

namespace CausalLoom.Tests.Generators.Copula;

public sealed class CopulaConditionalContractTests : ConditionalContract
{
    protected override ITabularGenerator Generator => new GaussianCopulaGenerator();
}
