namespace CausalLoom.Studies;

/// <summary>A study cut into cells and work units, always in the same order.</summary>
public sealed class StudyPlan
{
    /// <summary>Plans a study.</summary>
    public StudyPlan(Study study)
    {
        ArgumentNullException.ThrowIfNull(study);
        Cells = study.Methods.Count == 0 ? []
            : [.. study.Sources.SelectMany(source => study.SizesOf(source).Select(n => new StudyCell(source.Name, n)))];
        List<StudyUnit> units = [];
        foreach (StudyCell cell in Cells)
        {
            for (int first = 1; first <= study.Replicates; first += study.Block)
            {
                units.Add(new StudyUnit(units.Count, cell.Source, cell, first, Math.Min(study.Replicates, first + study.Block - 1)));
            }
        }

        // A fit may take minutes: each is a unit of its own, with all its evaluations, so that it is made once.
        Evaluated = [.. study.Sources.Concat(study.Donors).Where(source => study.Evaluations.Any(e => e.Sources.Contains(source.Name)))];
        foreach (StudySourceSpec source in Evaluated)
        {
            for (int fit = 1; fit <= source.Fitting!.Fits; fit++)
            {
                units.Add(new StudyUnit(units.Count, source.Name, null, fit, fit));
            }
        }

        Units = units;
    }

    /// <summary>Sources × their sample sizes, in the file's order; none where there are no methods.</summary>
    public IReadOnlyList<StudyCell> Cells { get; }

    /// <summary>The sources whose fits are evaluated, in the file's order.</summary>
    public IReadOnlyList<StudySourceSpec> Evaluated { get; }

    /// <summary>Cell by cell, replicate by replicate; then source by source, fit by fit.</summary>
    public IReadOnlyList<StudyUnit> Units { get; }

    /// <summary>The units of a shard: every N-th.</summary>
    public IReadOnlyList<StudyUnit> Of(StudyShard shard) => [.. Units.Where(unit => unit.Index % shard.Count == shard.Index - 1)];
}
