namespace CausalLoom.Io;

/// <summary>What is done to a file that is written.</summary>
internal enum FileStep
{
    /// <summary>The temporary file is opened.</summary>
    Open,

    /// <summary>Bytes are written.</summary>
    Write,

    /// <summary>Bytes are brought to the disk.</summary>
    Flush,

    /// <summary>The file takes its name.</summary>
    Rename,
}

/// <summary>
/// The one place that every step of writing a file passes, so that a test can make the n-th of them fail as a disk would.
/// </summary>
internal static class FileSteps
{
    private static readonly AsyncLocal<Action<FileStep, string>?> Shim = new();

    /// <summary>Gets or sets what is called before each step of this flow of control with the file's path; it may throw.</summary>
    public static Action<FileStep, string>? Before
    {
        get => Shim.Value;
        set => Shim.Value = value;
    }

    /// <summary>Announces a step.</summary>
    public static void Take(FileStep step, string path) => Shim.Value?.Invoke(step, path);
}
