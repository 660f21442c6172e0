using CausalLoom.Cli.CommandLine;

namespace CausalLoom.Cli.Tests;

/// <summary>Runs command lines in this process, in a folder of their own.</summary>
public sealed class CliRun : IDisposable
{
    public CliRun() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "causalloom-" + Path.GetRandomFileName());

    public string Output { get; private set; } = string.Empty;

    public string Error { get; private set; } = string.Empty;

    public string File(string name) => Path.Combine(Folder, name);

    public string Write(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text);
        return File(name);
    }

    public string Write(string name, byte[] bytes)
    {
        System.IO.File.WriteAllBytes(File(name), bytes);
        return File(name);
    }

    public int Run(params string[] args)
    {
        using StringWriter output = new(), error = new();
        int code = Application.RunAsync(args, output, error).GetAwaiter().GetResult();
        (Output, Error) = (output.ToString(), error.ToString());
        return code;
    }

    public void Dispose() => Directory.Delete(Folder, true);
}
