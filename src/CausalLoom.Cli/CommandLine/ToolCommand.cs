using CausalLoom.Studies.Slurm;

namespace CausalLoom.Cli.CommandLine;

/// <summary>How another process starts this same program.</summary>
/// <param name="Program">The program as shell text.</param>
public sealed record ToolCommand(string Program) : IStudyCommands
{
    /// <summary>As this process was started: the program itself where it is one, else dotnet with its assembly.</summary>
    public static ToolCommand Own()
    {
        string? process = Environment.ProcessPath;
        string name = Path.GetFileNameWithoutExtension(process) ?? string.Empty;
        string assembly = typeof(ToolCommand).Assembly.Location;
        return new ToolCommand(name == Path.GetFileNameWithoutExtension(assembly)
            ? ShellWord.Quote(process!)
            : ShellWord.Line([name == "dotnet" ? process! : "dotnet", assembly]));
    }

    /// <inheritdoc />
    public string Run(string study, string folder, string shard, string threads) => $"{Program} study run {ShellWord.Quote(study)} "
        + $"--out {ShellWord.Quote(folder)} --shard {shard} --threads {threads} --no-progress";

    /// <inheritdoc />
    public string Merge(string folder, string? page) => $"{Program} study report {ShellWord.Quote(folder)} --complete"
        + (page is null ? string.Empty : " --report " + ShellWord.Quote(page));
}
