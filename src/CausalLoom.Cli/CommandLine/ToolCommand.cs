using CausalLoom.Studies.Slurm;

namespace CausalLoom.Cli.CommandLine;

/// <summary>How another process starts this same program.</summary>
public static class ToolCommand
{
    /// <summary>As shell text: the program itself where it is one, else dotnet with its assembly.</summary>
    public static string ShellText()
    {
        string? process = Environment.ProcessPath;
        string name = Path.GetFileNameWithoutExtension(process) ?? string.Empty;
        string assembly = typeof(ToolCommand).Assembly.Location;
        return name == Path.GetFileNameWithoutExtension(assembly)
            ? ShellWord.Quote(process!)
            : ShellWord.Line([name == "dotnet" ? process! : "dotnet", assembly]);
    }
}
