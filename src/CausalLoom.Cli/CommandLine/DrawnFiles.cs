using CausalLoom.Data;
using CausalLoom.Synthesis;

namespace CausalLoom.Cli.CommandLine;

/// <summary>Writing drawn rows and their truth.</summary>
public static class DrawnFiles
{
    /// <summary>Writes the rows, and their truth where a path is given.</summary>
    public static void Write(SyntheticData drawn, string path, string? truthPath, IReadOnlyList<string> levels)
    {
        ArgumentNullException.ThrowIfNull(drawn);
        CsvTableWriter.Write(path, drawn.Table);
        if (truthPath is not null)
        {
            CsvTableWriter.Write(truthPath, TruthTable.Of(drawn.Truth!, levels));
        }
    }
}
