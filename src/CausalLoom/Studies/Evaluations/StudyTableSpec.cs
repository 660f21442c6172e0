namespace CausalLoom.Studies.Evaluations;

/// <summary>How evaluations are set out: a block of rows a figure, a column a scenario, and what others published beside it.</summary>
/// <param name="Columns">The columns' captions.</param>
/// <param name="Rows">The rows of each block: what is compared, and the source of each column.</param>
/// <param name="Figures">The blocks.</param>
public sealed record StudyTableSpec(IReadOnlyList<string> Columns, IReadOnlyList<StudyTableRow> Rows,
    IReadOnlyList<StudyTableFigure> Figures)
{
    /// <summary>Whether the table has figures side by side, and a line a row and column: for many sources and few figures.</summary>
    public bool Transposed { get; init; }

    /// <summary>Figures × sources, where the file says nothing: one row a figure that is shown.</summary>
    public static StudyTableSpec Plain(Study study)
    {
        ArgumentNullException.ThrowIfNull(study);
        string[] sources = [.. new StudyPlan(study).Evaluated.Select(s => s.Name)];
        return new StudyTableSpec(sources, [new StudyTableRow(string.Empty, sources)], [.. study.Evaluations.SelectMany(Shown)]);

        IEnumerable<StudyTableFigure> Shown(StudyEvaluationSpec e) =>
            e.Create().Figures.Where(f => e.Shown.Count == 0 || e.Shown.Contains(f.Key))
            .Select(f => new StudyTableFigure(e.Name, f.Key, study.Evaluations.Count > 1 ? $"{e.Name}: {f.Key}" : f.Key, []));
    }
}
