using System.Security.Cryptography;
using System.Text;

namespace CausalLoom.Io;

/// <summary>
/// A folder in which a long run keeps what it has done, so that the same command goes on from there after a reboot, to the same bytes. It
/// belongs to one run: of the same version, data, seed and options. What is damaged in it is done again.
/// </summary>
public sealed class WorkFolder : IKeptWork, IDisposable
{
    private const string Record = "run.txt";
    private const string Lock = "in-use";
    private const string Suffix = ".state";

    // What the lock says of the folder: only one that a run made is removed.
    private const string Made = "CausalLoom made this folder\n", Given = "CausalLoom works here\n";

    private readonly string _path;
    private readonly FileStream _lock;
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, bool> _names = new(StringComparer.Ordinal);

    internal WorkFolder(string path, FileStream held) => (_path, _lock) = (path, held);

    /// <inheritdoc />
    public int Interval { get; init; } = 1_000;

    /// <summary>Why something could not be kept, or null: the run went on without.</summary>
    public string? Fault { get; private set; }

    /// <summary>Is called before a state is kept (tests: to be broken off there).</summary>
    internal Action? Keeping { get; init; }

    /// <summary>Opens a run's folder, or makes it.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="run">What the run is: all that decides its results.</param>
    /// <exception cref="CausalLoomException">It cannot be used, another run uses it now, or it is of another run.</exception>
    public static WorkFolder Open(string path, string run) => Open(path, run, held => new WorkFolder(path, held));

    /// <inheritdoc />
    public string Text(string name, Func<string> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        if (Read(name) is { } kept)
        {
            return Encoding.UTF8.GetString(kept);
        }

        string text = make();
        Write(name, Encoding.UTF8.GetBytes(text));
        return text;
    }

    /// <inheritdoc />
    public byte[]? Read(string name)
    {
        try
        {
            byte[] bytes = File.ReadAllBytes(FileOf(name));
            return bytes.Length >= SHA256.HashSizeInBytes && SHA256.HashData(bytes.AsSpan(SHA256.HashSizeInBytes)).AsSpan().SequenceEqual(
                bytes.AsSpan(0, SHA256.HashSizeInBytes)) ? bytes[SHA256.HashSizeInBytes..] : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps something; where that fails, the run goes on and <see cref="Fault"/> says why.</summary>
    /// <inheritdoc />
    public void Write(string name, ReadOnlySpan<byte> content)
    {
        Keeping?.Invoke();
        _names[FileOf(name)] = true;
        byte[] bytes = content.ToArray();
        try
        {
            AtomicFile.Write(FileOf(name), stream =>
            {
                stream.Write(SHA256.HashData(bytes));
                stream.Write(bytes);
            });
        }
        catch (CausalLoomException e)
        {
            Fault = e.Message;
        }
    }

    /// <summary>Removes what was kept, and the folder if a run made it: the run is done. Files that are no run's stay.</summary>
    public void Complete()
    {
        try
        {
            bool made = IsMade(_lock);
            foreach (string file in Directory.EnumerateFiles(_path, "*" + Suffix).Where(IsOurs).Append(Path.Combine(_path, Record)))
            {
                File.Delete(file);
            }

            // While it is held, so that nobody else's lock is taken away; Windows has it the other way round.
            if (!OperatingSystem.IsWindows())
            {
                File.Delete(Path.Combine(_path, Lock));
            }

            Dispose();
            File.Delete(Path.Combine(_path, Lock));
            if (made && !Directory.EnumerateFileSystemEntries(_path).Any())
            {
                Directory.Delete(_path);
            }
        }
        catch (Exception e) when (AtomicFile.IsFileProblem(e))
        {
            Fault = $"The work folder {CellText.Show(_path)} could not be removed: {e.Message}";
        }
    }

    /// <summary>Lets another run use the folder.</summary>
    public void Dispose() => _lock.Dispose();

    /// <summary>The same, made by a function (tests: that keep at every chance, or are broken off).</summary>
    internal static WorkFolder Open(string path, string run, Func<FileStream, WorkFolder> make)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(run);
        FileStream held = Take(path);
        try
        {
            string record = Path.Combine(path, Record);
            if (File.Exists(record))
            {
                string there = File.ReadAllText(record);
                if (there != run)
                {
                    throw new CausalLoomException($"The work folder {CellText.Show(path)} is of another run: {Difference(there, run)}. "
                        + "Give the same command as then, another folder, or remove this one.");
                }
            }
            else if (Directory.EnumerateFileSystemEntries(path).Any(entry => !IsBegun(Path.GetFileName(entry))) || !IsLock(held))
            {
                throw new CausalLoomException($"The folder {CellText.Show(path)} holds files that are no run's: give one that is empty or "
                    + "not there.");
            }
            else
            {
                AtomicFile.WriteText(record, run);
            }

            return make(held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    // The system lets go of it however the process ends.
    private static FileStream Take(string path)
    {
        try
        {
            bool there = Directory.Exists(path);
            Directory.CreateDirectory(path);
            FileStream held = new(Path.Combine(path, Lock), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            if (held.Length == 0)
            {
                held.Write(Encoding.UTF8.GetBytes(there ? Given : Made));
                held.Flush(flushToDisk: true);
            }

            return held;
        }
        catch (Exception e) when (AtomicFile.IsFileProblem(e))
        {
            throw new CausalLoomException(File.Exists(path) ? $"{CellText.Show(path)} is a file, not a folder to work in."
                : Directory.Exists(path) && e is IOException
                    ? $"The work folder {CellText.Show(path)} is in use by another run: wait for it, or give another folder."
                    : $"The work folder {CellText.Show(path)} cannot be used: {e.Message}", e);
        }
    }

    // The first line that differs: "seed 1, then 2".
    private static string Difference(string there, string run)
    {
        string[] before = there.Split('\n'), now = run.Split('\n');
        int at = Enumerable.Range(0, before.Length).FirstOrDefault(i => before[i] != now.ElementAtOrDefault(i), -1);
        return at < 0 ? "its run.txt is cut short"
            : $"{CellText.Show(before[at])} then, {CellText.Show(now.ElementAtOrDefault(at) ?? string.Empty)} now";
    }

    // The lock, and a record that a run which was ended did not bring to its name.
    private static bool IsBegun(string name) =>
        name == Lock || (name.StartsWith($".{Record}.", StringComparison.Ordinal) && name.EndsWith(".tmp", StringComparison.Ordinal));

    private static bool IsLock(FileStream held) => Content(held) is Made or Given;

    private static bool IsMade(FileStream held) => Content(held) == Made;

    private static string Content(FileStream held)
    {
        byte[] bytes = new byte[Made.Length + 1];
        held.Position = 0;
        return Encoding.UTF8.GetString(bytes, 0, held.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
    }

    // Kept by this run, or by one before it: whole, by its checksum.
    private bool IsOurs(string file) => _names.ContainsKey(file) || Read(Path.GetFileName(file)[..^Suffix.Length]) is not null;

    private string FileOf(string name) => Path.Combine(_path, name + Suffix);
}
