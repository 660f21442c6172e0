using System.Globalization;

namespace CausalLoom.Studies;

/// <summary>A piece of work that is done whole or not at all: a block of replicates of one cell.</summary>
/// <param name="Index">Its place among all units.</param>
/// <param name="Cell">The cell.</param>
/// <param name="First">The first replicate, from 1.</param>
/// <param name="Last">The last replicate.</param>
public sealed record StudyUnit(int Index, StudyCell Cell, int First, int Last)
{
    /// <summary>Its file's name.</summary>
    public string FileName => string.Create(CultureInfo.InvariantCulture, $"{Cell.Name}-r{First}-{Last}.csv");
}
