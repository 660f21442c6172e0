namespace CausalLoom.Studies.Evaluations;

/// <summary>A block of a table: one figure.</summary>
/// <param name="Evaluation">The evaluation's name.</param>
/// <param name="Figure">The figure's key.</param>
/// <param name="Label">What the table calls it.</param>
/// <param name="Published">What others published, a row each.</param>
public sealed record StudyTableFigure(string Evaluation, string Figure, string Label, IReadOnlyList<StudyPublishedRow> Published)
{
    /// <summary>Whether the page charts it; where no figure says so, the first ones are charted.</summary>
    public bool IsCharted { get; init; }
}
