using CausalLoom.Io;

namespace CausalLoom.Cli.CommandLine;

/// <summary>
/// Checks output paths before any work is done, so that a long run cannot end at a folder that is not there or may not be written to, and
/// declares them: they are published together at the end.
/// </summary>
public static class OutputPath
{
    private static readonly string[] Streamed = ["--json", "--verification", "--paper-metrics", "--schema-out"];

    /// <summary>Checks the paths a run will write to.</summary>
    /// <param name="inputs">Files the run reads: none may be overwritten.</param>
    /// <param name="outputs">Flag and path of each output; null paths are skipped and - means standard output, for one text that is no
    /// table.</param>
    /// <exception cref="CausalLoomException">A folder is missing, a path is a folder, an input or named twice, or not for standard
    /// output.</exception>
    public static void Check(IReadOnlyList<string> inputs, params (string Flag, string? Path)[] outputs) => Check(inputs, true, outputs);

    /// <summary>The same for outputs that are written while the work goes on.</summary>
    public static void CheckAtOnce(IReadOnlyList<string> inputs, params (string Flag, string? Path)[] outputs) =>
        Check(inputs, false, outputs);

    private static void Check(IReadOnlyList<string> inputs, bool held, (string Flag, string? Path)[] outputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        CheckStandardOutput([.. outputs.Where(o => o.Path == "-").Select(o => o.Flag)]);
        string[] reads = [.. inputs.Where(input => input != "-").Select(RealPath.Of)];
        List<(string Flag, string Full)> writes = [];
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

            string full = RealPath.Of(path);
            string folder = Path.GetDirectoryName(full) ?? full;
            string? fault = Directory.Exists(full) ? "is a folder: give a file name"
                : !Directory.Exists(folder) ? "is in a folder that does not exist: create it first"
                : reads.Any(read => IsSame(read, full)) ? "is an input of this run: give another name"
                : writes.Find(write => IsSame(write.Full, full)).Flag is { } other ? $"is also what {other} writes: give another name"
                : null;
            if (fault is not null)
            {
                throw new CausalLoomException($"{flag} {path} {fault}.");
            }

            writes.Add((flag, full));
        }

        OutputBatch.Current?.Declare(outputs.Select(output => output.Path).Where(path => path is not (null or "-"))!, held);
    }

    // Where a disk does not tell upper from lower case, two spellings are one file.
    private static bool IsSame(string one, string other) => one == other || (string.Equals(one, other, StringComparison.OrdinalIgnoreCase)
        && (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() || (File.Exists(one) && File.Exists(other)
            && Directory.EnumerateFiles(Path.GetDirectoryName(one)!).Count(file => string.Equals(file, one,
                StringComparison.OrdinalIgnoreCase)) == 1)));

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
