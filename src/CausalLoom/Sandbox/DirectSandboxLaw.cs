using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Sandbox;

/// <summary>The law of a model that has nothing to prepare.</summary>
internal sealed record DirectSandboxLaw(ISandboxModel Model, Table Covariates) : ISandboxLaw
{
    /// <inheritdoc />
    public SandboxOutcomes Draw(int[] arms, RandomStream stream) => Model.DrawOutcomes(Covariates, arms, stream);
}
