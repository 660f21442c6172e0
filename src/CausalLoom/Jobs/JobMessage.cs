namespace CausalLoom.Jobs;

/// <summary>What a job says to a person while it works: one line, which names options as <see cref="OptionNames"/> has them.</summary>
/// <param name="Kind">How much it matters.</param>
/// <param name="Text">The line.</param>
public readonly record struct JobMessage(JobMessageKind Kind, string Text);
