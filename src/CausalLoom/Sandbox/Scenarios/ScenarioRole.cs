namespace CausalLoom.Sandbox.Scenarios;

/// <summary>What stands for one of the paper's columns in a scenario on other data.</summary>
/// <param name="Role">The paper's column: cvd, age_z, Charlson_z, dementia, Abi_prev.</param>
/// <param name="Expression">What stands for it, in the language of knobs.</param>
/// <param name="Why">Why that.</param>
public sealed record ScenarioRole(string Role, string Expression, string Why);
