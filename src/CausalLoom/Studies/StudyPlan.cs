namespace CausalLoom.Studies;

/// <summary>A study cut into cells and work units, always in the same order.</summary>
public sealed class StudyPlan
{
    /// <summary>Plans a study.</summary>
    public StudyPlan(Study study)
    {
        ArgumentNullException.ThrowIfNull(study);
        Cells = [.. study.Sources.SelectMany(source => study.Sizes.Select(n => new StudyCell(source.Name, n)))];
        List<StudyUnit> units = [];
        foreach (StudyCell cell in Cells)
        {
            for (int first = 1; first <= study.Replicates; first += study.Block)
            {
                units.Add(new StudyUnit(units.Count, cell, first, Math.Min(study.Replicates, first + study.Block - 1)));
            }
        }

        Units = units;
    }

    /// <summary>Sources × sample sizes, in the file's order.</summary>
    public IReadOnlyList<StudyCell> Cells { get; }

    /// <summary>Cell by cell, replicate by replicate.</summary>
    public IReadOnlyList<StudyUnit> Units { get; }

    /// <summary>The units of a shard: every N-th.</summary>
    public IReadOnlyList<StudyUnit> Of(StudyShard shard) => [.. Units.Where(unit => unit.Index % shard.Count == shard.Index - 1)];
}
