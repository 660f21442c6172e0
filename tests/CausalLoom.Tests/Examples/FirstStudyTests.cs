using System.Diagnostics;
using CausalLoom.Jobs;

namespace CausalLoom.Tests.Examples;

/// <summary>The example that a newcomer reads first: it runs, it is short, and the README shows it as it is.</summary>
public sealed class FirstStudyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("loom example ").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task ItSimulatesFitsDrawsEvaluatesAndEstimates()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "FirstStudy.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [program, _folder]) { RedirectStandardOutput = true })!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        foreach (string said in new[] { "average effect -5.4439", "covariates:", "U_PEHE", "aipw" })
        {
            Assert.Contains(said, output, StringComparison.Ordinal);
        }

        // What it saved draws the rows that it wrote.
        string again = Path.Combine(_folder, "again.csv");
        new SampleJob { Model = SavedSynthesizer.Load(Path.Combine(_folder, "cohort.loom")), Rows = 500, Output = new RowFiles(again) }
            .Run(new JobContext());
        Assert.Equal(File.ReadAllText(Path.Combine(_folder, "synthetic.csv")), File.ReadAllText(again));
    }

    [Fact]
    public void ItIsShortAndNeedsNoNullAndNoBang()
    {
        string[] lines = [.. File.ReadAllLines(Program()).Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal)
            && !line.StartsWith("using", StringComparison.Ordinal))];
        Assert.InRange(lines.Length, 10, 20);
        Assert.DoesNotContain(lines, line =>
            line.Contains("null", StringComparison.Ordinal) || line.Contains('!', StringComparison.Ordinal));
    }

    [Fact]
    public void TheReadmeShowsItAsItIs()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        Assert.Equal(File.ReadAllText(Program()), readme.Split("<!-- first-study -->\n```csharp\n")[1]
            .Split("```\n<!-- /first-study -->")[0]);
    }

    private static string Program() => Path.Combine(Repository.Root, "examples", "FirstStudy", "Program.cs");
}
