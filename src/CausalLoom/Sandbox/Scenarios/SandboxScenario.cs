using CausalLoom.Sandbox.Expressions;

namespace CausalLoom.Sandbox.Scenarios;

/// <summary>A named set of the four knobs.</summary>
/// <param name="Name">Its name on the command line, such as "nhefs-s3".</param>
/// <param name="Summary">What it is, in one line.</param>
/// <param name="Data">The data that its columns are of.</param>
/// <param name="Knobs">
/// The knobs; τ and κ are risk differences. For a numeric outcome <see cref="KnobTexts.Times"/> with its standard deviation gives what the
/// paper's code means by them.
/// </param>
public sealed record SandboxScenario(string Name, string Summary, ScenarioData Data, KnobTexts Knobs);
