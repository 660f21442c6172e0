namespace CausalLoom.Io;

/// <summary>Where a path really leads: absolute, without `.` and `..`, through links of every part.</summary>
public static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>The real path. What is not there yet is taken as it is spelt, below what is there.</summary>
    /// <param name="path">A path.</param>
    /// <exception cref="CausalLoomException">The path is empty, no path at all, or its links lead in a circle.</exception>
    public static string Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string full;
        try
        {
            full = Path.GetFullPath(path);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or PathTooLongException)
        {
            throw new CausalLoomException(path.Length == 0 ? "An empty file name was given."
                : $"{CellText.Show(path)} is no file name: {e.Message.ReplaceLineEndings(" ")}");
        }

        int links = 0;
        string root = Path.GetPathRoot(full)!, done = root;
        Stack<string> left = new(Parts(full[root.Length..]));
        while (left.Count > 0)
        {
            string part = left.Pop();
            if (part == "..")
            {
                done = Path.GetDirectoryName(done) ?? root;
                continue;
            }

            string at = Path.Combine(done, part);
            if (LinkTarget(at) is not { } target)
            {
                done = at;
                continue;
            }

            if (++links > MostLinks)
            {
                throw new CausalLoomException($"{CellText.Show(path)}: its links lead in a circle.");
            }

            done = Path.IsPathRooted(target) ? root = Path.GetPathRoot(target)! : done;
            foreach (string next in Parts(target[(Path.GetPathRoot(target)?.Length ?? 0)..]))
            {
                left.Push(next);
            }
        }

        return done;
    }

    // The last first.
    private static IEnumerable<string> Parts(string path) => path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar],
        StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").Reverse();

    private static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
