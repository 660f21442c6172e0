using System.Globalization;

namespace CausalLoom.Studies;

/// <summary>A source at a sample size.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="Rows">n.</param>
public sealed record StudyCell(string Source, int Rows)
{
    /// <summary>The cell's name in results and files.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Source}-n{Rows}");
}
