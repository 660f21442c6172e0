using CausalLoom.Data;
using CausalLoom.Io;
using CausalLoom.Releases;

namespace CausalLoom.Jobs;

/// <summary>Whether rows are synthetic by a release file beside them, so that a plain interval says whose it is.</summary>
internal static class ReleaseBeside
{
    /// <summary>What a reader must know; null: no release file beside the rows speaks of them.</summary>
    public static string? Of(IJobData data, LoadedData loaded)
    {
        if (data is not DataFile { Path: var path } || path == "-")
        {
            return null;
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!, stem = Path.GetFileName(path).Split('.')[0];
        foreach (string name in (string[])[stem + ".release.json", "release.json"])
        {
            if (Read(Path.Combine(folder, name)) is { } note && note.SyntheticRows == loaded.RowsRead
                && note.Columns.Treatment == loaded.Data.TreatmentSpace.Name && note.Columns.Outcome == loaded.Data.OutcomeColumn.Name)
            {
                return $"These rows are synthetic by {CellText.Show(name)} beside them: the estimates and intervals are of the model that "
                    + $"made them, not of the population. Give that file (‹release›)"
                    + $"{(note.Copies > 1 ? " with all copies" : string.Empty)}.";
            }
        }

        return null;
    }

    // Something else of that name, or a file that cannot be read, says nothing.
    private static ReleaseNote? Read(string path)
    {
        try
        {
            return File.Exists(path) ? ReleaseJson.Read(path) : null;
        }
        catch (CausalLoomException)
        {
            return null;
        }
    }
}
