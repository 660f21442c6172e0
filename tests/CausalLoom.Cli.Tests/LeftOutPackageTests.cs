using System.Diagnostics;

namespace CausalLoom.Cli.Tests;

/// <summary>The built program where CausalLoom.Llm.dll, which alone talks to a network, was left out.</summary>
public sealed class LeftOutPackageTests : IDisposable
{
    private static readonly string Built = Path.GetDirectoryName(typeof(Cli.CommandLine.Application).Assembly.Location)!;

    private readonly CliRun _cli = new();
    private readonly string _program;

    public LeftOutPackageTests()
    {
        string copy = Directory.CreateDirectory(_cli.File("program")).FullName;
        foreach (string file in Directory.EnumerateFiles(Built).Where(f => Path.GetFileName(f) is not "CausalLoom.Llm.dll"))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        _program = Path.Combine(copy, "causalloom.dll");
    }

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void ItsGeneratorIsRefusedInOneLineThatSaysWhatToDo()
    {
        string data = _cli.Write("data.csv", SmallData.Csv());
        (int code, string error) = Run("synthesize", data, "-o", _cli.File("s.csv"), "--method", "joint", "--generator", "llm",
            "--endpoint", "http://127.0.0.1:9/v1", "--llm-model", "toy", "-t", "w", "-y", "y");
        Assert.Equal("causalloom: The generator 'llm' is in the package CausalLoom.Llm, which this program is without: put "
            + "CausalLoom.Llm.dll beside the program (one of your own adds it to its catalogues), or choose another generator.",
            error.TrimEnd());
        Assert.Equal(2, code);
        Assert.False(File.Exists(_cli.File("s.csv")));
    }

    [Fact]
    public void ASavedModelOfItIsRefusedInOneLineThatSaysWhatToDo()
    {
        string data = _cli.Write("data.csv", SmallData.Csv()), model = _cli.File("m.loom");
        Assert.Equal(0, _cli.Run("fit", data, "--model", model, "--method", "joint", "--generator", "llm", "--endpoint",
            "http://127.0.0.1:9/v1", "--llm-model", "toy", "-t", "w", "-y", "y"));
        (int code, string error) = Run("sample", model, "--rows", "8", "-o", _cli.File("s.csv"));
        Assert.Equal("causalloom: The model file holds a generator 'llm' of the package CausalLoom.Llm, which this program is without: "
            + "put CausalLoom.Llm.dll beside the program (one of your own adds it to its catalogues), or fit the model again with another "
            + "generator.", error.TrimEnd());
        Assert.Equal(2, code);
    }

    [Fact]
    public void AllElseGivesTheBytesItGivesWithIt()
    {
        string data = _cli.Write("data.csv", SmallData.Csv());
        string[] asked = ["synthesize", data, "-t", "w", "-y", "y"];
        (int code, string error) = Run([.. asked, "-o", _cli.File("without.csv")]);
        Assert.True(code == 0, error);
        Assert.Equal(0, _cli.Run([.. asked, "-o", _cli.File("with.csv")]));
        Assert.Equal(File.ReadAllText(_cli.File("with.csv")), File.ReadAllText(_cli.File("without.csv")));
    }

    private (int Code, string Error) Run(params string[] args)
    {
        using Process process = Process.Start(
            new ProcessStartInfo("dotnet", [_program, .. args]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        Assert.True(process.WaitForExit(300_000), "the program goes on");
        Assert.Empty(output.Result.Trim());
        return (process.ExitCode, error);
    }
}
