namespace CausalLoom.Studies.Evaluations;

/// <summary>What others published of a figure.</summary>
/// <param name="Name">Whose.</param>
/// <param name="Cells">A number a column, and as it stands in the study file, with as many places as were published; NaN and `n/a` where
/// there is none.</param>
public sealed record StudyPublishedRow(string Name, IReadOnlyList<(double Value, string Text)> Cells);
