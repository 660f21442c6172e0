namespace CausalLoom.Studies.Evaluations;

/// <summary>A row of a table's blocks.</summary>
/// <param name="Name">What is compared; may be empty.</param>
/// <param name="Sources">The source of each column.</param>
public sealed record StudyTableRow(string Name, IReadOnlyList<string> Sources);
