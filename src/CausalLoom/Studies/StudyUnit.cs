using System.Globalization;

namespace CausalLoom.Studies;

/// <summary>
/// A piece of work that is done whole or not at all: a block of replicates of one cell, or the evaluations of fits of one source.
/// </summary>
/// <param name="Index">Its place among all units.</param>
/// <param name="Source">The source's name.</param>
/// <param name="Cell">The cell; null where fits are evaluated.</param>
/// <param name="First">The first replicate, or the first fit, from 1.</param>
/// <param name="Last">The last replicate or fit.</param>
public sealed record StudyUnit(int Index, string Source, StudyCell? Cell, int First, int Last)
{
    /// <summary>Its file's name. A source's name does not end as the part after it does, so no two units have the same.</summary>
    public string FileName => Cell is null
        ? string.Create(CultureInfo.InvariantCulture, $"{Source}-fit{First}.csv")
        : string.Create(CultureInfo.InvariantCulture, $"{Cell.Name}-r{First}-{Last}.csv");
}
