namespace CausalLoom.Io;

/// <summary>
/// Writes a file whole or not at all: into a temporary file beside it, which takes its name once everything is on disk. On
/// failure or cancellation the temporary file is removed and an existing file stays as it was.
/// </summary>
public static class AtomicFile
{
    /// <summary>Writes by a callback that is given the stream.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="write">Writes the content; whatever it throws leaves nothing behind.</param>
    /// <exception cref="CausalLoomException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(write);
        if (path.StartsWith("/dev/", StringComparison.Ordinal))
        {
            WriteDevice(path, write);
            return;
        }

        path = Target(path);
        string temporary = TemporaryName(path);
        try
        {
            // A process that was killed may have had this one's number: in a container it often has.
            File.Delete(temporary);
            using (FileStream stream = new(temporary, new FileStreamOptions
                { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 1 << 16 }))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e)
        {
            Remove(temporary);
            if (IsFileProblem(e))
            {
                throw Unwritable(path, e);
            }

            throw;
        }
    }

    /// <summary>Writes UTF-8 text without a byte-order mark.</summary>
    /// <exception cref="CausalLoomException">The file cannot be written.</exception>
    public static void WriteText(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));
    }

    private static bool IsFileProblem(Exception e) =>
        e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;

    private static CausalLoomException Unwritable(string path, Exception e) =>
        new($"The file {CellText.Show(path)} cannot be written: {e.Message.ReplaceLineEndings(" ")}", e);

    // A device such as /dev/stdout or a pipe of the shell must not be replaced by a file.
    private static void WriteDevice(string path, Action<Stream> write)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Write);
            write(stream);
        }
        catch (Exception e) when (IsFileProblem(e))
        {
            throw Unwritable(path, e);
        }
    }

    // A link stays a link: what it points to is replaced.
    private static string Target(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception e) when (IsFileProblem(e))
        {
            return path;
        }
    }

    // In the same folder, so that the last step is a rename; the process id keeps two runs apart.
    private static string TemporaryName(string path)
    {
        string? folder = Path.GetDirectoryName(
            Path.GetFullPath(path.Length == 0 ? throw new CausalLoomException("An empty file name was given.") : path));
        if (folder is null || Directory.Exists(path))
        {
            throw new CausalLoomException($"{CellText.Show(path)} is a directory, not a file.");
        }

        if (!Directory.Exists(folder))
        {
            throw new CausalLoomException($"There is no folder {CellText.Show(folder)} to write "
                + $"{CellText.Show(Path.GetFileName(path))} into.");
        }

        return Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.tmp");
    }

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The error that is being reported matters more.
        }
    }
}
