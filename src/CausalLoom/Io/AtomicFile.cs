namespace CausalLoom.Io;

/// <summary>
/// Writes a file whole or not at all: into a temporary file beside it, which takes its name once everything is on disk. On
/// failure or cancellation the temporary file is removed and an existing file stays as it was. A file that an open
/// <see cref="OutputBatch"/> has declared takes its name with all others of it.
/// </summary>
public static class AtomicFile
{
    private const int LongestName = 255;

    /// <summary>Writes by a callback that is given the stream.</summary>
    /// <param name="path">The file; an existing one is replaced, and keeps its permissions.</param>
    /// <param name="write">Writes the content; whatever it throws leaves nothing behind.</param>
    /// <exception cref="CausalLoomException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(write);
        if (IsDevice(path))
        {
            WriteDevice(path, write);
            return;
        }

        string real = RealPath.Of(path);
        CheckFolder(real, path);
        string temporary = TemporaryFile.For(real);
        try
        {
            FileSteps.Take(FileStep.Open, path);
            using (FileStream stream = new(temporary, Options(real)))
            {
                using NamedStream named = new(stream, path);
                write(named);
                FileSteps.Take(FileStep.Flush, path);
                stream.Flush(flushToDisk: true);
            }

            if (OutputBatch.Current is { } batch && batch.Has(real))
            {
                batch.Stage(real, temporary);
                return;
            }

            FileSteps.Take(FileStep.Rename, path);
            File.Move(temporary, real, overwrite: true);
            TemporaryFile.Release(temporary);
        }
        catch (Exception e)
        {
            TemporaryFile.Remove(temporary);
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

    /// <summary>Whether a path is a device or a pipe of the shell, such as /dev/stdout, which no file must replace.</summary>
    internal static bool IsDevice(string path) => path.StartsWith("/dev/", StringComparison.Ordinal)
        && !path.StartsWith("/dev/shm/", StringComparison.Ordinal);

    /// <summary>Tries whether a file can be written, and leaves nothing behind.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CausalLoomException">It cannot.</exception>
    internal static void Probe(string path)
    {
        string real = RealPath.Of(path);
        CheckFolder(real, path);
        if (System.Text.Encoding.UTF8.GetByteCount(Path.GetFileName(real)) > LongestName)
        {
            throw new CausalLoomException($"The file {CellText.Show(path)} cannot be written: its name is longer than {LongestName} "
                + "bytes.");
        }

        string temporary = TemporaryFile.For(real);
        try
        {
            using FileStream stream = new(temporary, Options(real));
        }
        catch (Exception e) when (IsFileProblem(e))
        {
            throw Unwritable(path, e);
        }
        finally
        {
            TemporaryFile.Remove(temporary);
        }
    }

    internal static CausalLoomException Unwritable(string path, Exception e) =>
        new($"The file {CellText.Show(path)} cannot be written: {Reason(e)}", e);

    internal static bool IsFileProblem(Exception e) =>
        e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;

    // The system's message names the temporary file, which nobody asked for.
    private static string Reason(Exception e) => e is UnauthorizedAccessException ? "permission is denied."
        : (e.Message.IndexOf(" : '", StringComparison.Ordinal) is > 0 and var at ? e.Message[..at] + "." : e.Message)
            .ReplaceLineEndings(" ");

    private static FileStreamOptions Options(string real)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 1 << 16 };
        if (!OperatingSystem.IsWindows() && File.Exists(real))
        {
            UnixFileMode mode = File.GetUnixFileMode(real);
            const UnixFileMode anyone = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
            options.UnixCreateMode = (mode & anyone) != 0 ? mode
                : throw new UnauthorizedAccessException("The file is protected from being written.");
        }

        return options;
    }

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

    private static void CheckFolder(string real, string path)
    {
        if (Path.GetDirectoryName(real) is not { } folder || Directory.Exists(real))
        {
            throw new CausalLoomException($"{CellText.Show(path)} is a directory, not a file.");
        }

        if (!Directory.Exists(folder))
        {
            throw new CausalLoomException($"There is no folder {CellText.Show(folder)} to write "
                + $"{CellText.Show(Path.GetFileName(real))} into.");
        }
    }
}
