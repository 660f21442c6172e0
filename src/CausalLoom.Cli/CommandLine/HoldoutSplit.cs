using CausalLoom.Data;

namespace CausalLoom.Cli.CommandLine;

/// <summary>Rows for the fit and rows kept out of it.</summary>
/// <param name="Training">Rows for the fit.</param>
/// <param name="Holdout">Rows kept out, or null.</param>
/// <param name="HoldoutRows">Their row numbers in the file's table.</param>
public sealed record HoldoutSplit(CausalData Training, CausalData? Holdout, int[] HoldoutRows)
{
    /// <summary>Writes the rows kept out, in the file's columns.</summary>
    public void WriteHoldout(string? path, LoadedData loaded)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        if (path is not null)
        {
            CsvTableWriter.Write(path, loaded.ModelledTable.Take(HoldoutRows));
        }
    }
}
