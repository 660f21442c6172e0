namespace CausalLoom.Sandbox.Scenarios;

/// <summary>Data that scenarios are written for, and what stands there for the paper's columns.</summary>
/// <param name="Name">The data's name, with which scenarios' names begin.</param>
/// <param name="Treatment">The treatment column.</param>
/// <param name="Outcome">The outcome column, two levels as in the paper, so that the coefficients are risk differences.</param>
/// <param name="Roles">Five: cvd, age_z, Charlson_z, dementia, Abi_prev.</param>
public sealed record ScenarioData(string Name, string Treatment, string Outcome, IReadOnlyList<ScenarioRole> Roles)
{
    /// <summary>What stands for one of the paper's columns.</summary>
    internal string this[string role] => Roles.Single(r => r.Role == role).Expression;
}
