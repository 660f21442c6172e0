namespace CausalLoom.Cli.CommandLine;

/// <summary>The files that `demo` writes (docs/files.md).</summary>
/// <param name="Folder">Their folder.</param>
public sealed record DemoFiles(string Folder)
{
    /// <summary>The real rows.</summary>
    public string Real => Path.Combine(Folder, "real.csv");

    /// <summary>The truth of the real rows.</summary>
    public string RealTruth => Path.Combine(Folder, "real_truth.csv");

    /// <summary>The synthetic rows.</summary>
    public string Synthetic => Path.Combine(Folder, "synthetic.csv");

    /// <summary>The truth of the synthetic rows.</summary>
    public string Truth => Path.Combine(Folder, "truth.csv");

    /// <summary>All metrics.</summary>
    public string Metrics => Path.Combine(Folder, "metrics.json");

    /// <summary>What an analyst of the synthetic rows needs.</summary>
    public string Release => Path.Combine(Folder, "release.json");

    /// <summary>The report.</summary>
    public string Report => Path.Combine(Folder, "report.html");

    /// <summary>Every file, with the flag that names its folder.</summary>
    public IEnumerable<(string Flag, string? Path)> All =>
        new[] { Real, RealTruth, Synthetic, Truth, Metrics, Release, Report }.Select(path => ("--out", (string?)path));

    /// <summary>Makes the folder.</summary>
    /// <exception cref="CausalLoomException">A file of that name is in the way, or it cannot be made.</exception>
    public void Create()
    {
        if (File.Exists(Folder))
        {
            throw new CausalLoomException($"--out {Folder} is a file: give a folder.");
        }

        try
        {
            Directory.CreateDirectory(Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CausalLoomException($"--out {Folder}: the folder cannot be made. Give one that can be written to.", e);
        }
    }
}
