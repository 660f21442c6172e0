namespace CausalLoom.Cli.CommandLine;

/// <summary>Checks output paths before any work is done, so that a long run cannot end at a folder that is not there.</summary>
public static class OutputPath
{
    private static readonly string[] Streamed = ["--json", "--verification", "--paper-metrics", "--schema-out"];

    /// <summary>Checks the paths a run will write to.</summary>
    /// <param name="inputs">Files the run reads: none may be overwritten.</param>
    /// <param name="outputs">Flag and path of each output; null paths are skipped and - means standard output, for one text that is no
    /// table.</param>
    /// <exception cref="CausalLoomException">A folder is missing, a path is a folder, an input or named twice, or not for standard
    /// output.</exception>
    public static void Check(IReadOnlyList<string> inputs, params (string Flag, string? Path)[] outputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        CheckStandardOutput([.. outputs.Where(o => o.Path == "-").Select(o => o.Flag)]);
        HashSet<string> reads = [.. inputs.Select(Path.GetFullPath)];
        Dictionary<string, string> writes = new(StringComparer.Ordinal);
        foreach ((string flag, string? path) in outputs)
        {
            if (path is null or "-")
            {
                continue;
            }

            if (path.Length == 0)
            {
                throw new CausalLoomException($"{flag} needs a file name.");
            }

            string full = Path.GetFullPath(path);
            string folder = Path.GetDirectoryName(full) ?? full;
            string? fault = Directory.Exists(full) ? "is a folder: give a file name"
                : !Directory.Exists(folder) ? "is in a folder that does not exist: create it first"
                : reads.Contains(full) ? "is an input of this run: give another name"
                : writes.TryGetValue(full, out string? other) ? $"is also what {other} writes: give another name"
                : null;
            if (fault is not null)
            {
                throw new CausalLoomException($"{flag} {path} {fault}.");
            }

            writes[full] = flag;
        }
    }

    // Two texts in a row are neither; and a file called "-" is never meant.
    private static void CheckStandardOutput(string[] flags)
    {
        if (Array.Find(flags, flag => !Streamed.Contains(flag)) is { } file)
        {
            throw new CausalLoomException($"{file} cannot go to standard output: give a file name.");
        }

        if (flags.Length > 1)
        {
            throw new CausalLoomException($"{flags[0]} and {flags[1]} cannot both go to standard output; give one of them a file name.");
        }
    }
}
