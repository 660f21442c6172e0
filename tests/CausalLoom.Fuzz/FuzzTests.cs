using System.Globalization;
using CausalLoom.Fuzz.Targets;

namespace CausalLoom.Fuzz;

/// <summary>Whatever is read, it ends soon, in rows or in one line.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const double Seconds = 120;

    [Fact]
    public void NoInputEndsInAnythingButSuccessOrOneLine()
    {
        double seconds = double.TryParse(Environment.GetEnvironmentVariable("CAUSALLOOM_FUZZ_SECONDS"), NumberStyles.Float,
            CultureInfo.InvariantCulture, out double given) ? given : Seconds;
        Fuzzer fuzzer = new(FuzzTargets.All, 1, Path.Combine(AppContext.BaseDirectory, "findings"), _ => { });
        fuzzer.Run(TimeSpan.FromSeconds(seconds));
        output.WriteLine(fuzzer.Table());
        Assert.True(fuzzer.Findings.Count == 0, string.Join("\n", fuzzer.Findings));
    }

    [Fact]
    public void TheSameSeedGivesTheSameCases()
    {
        FuzzTarget target = FuzzTargets.All.Single(target => target.Name == "expression");
        TargetRun one = new(target, 3), other = new(target, 3);
        for (int i = 0; i < 300; i++)
        {
            byte[] input = one.Next();
            Assert.Equal(input, other.Next());
            one.Note(input, FuzzCase.Run(target, input));
            other.Note(input, FuzzCase.Run(target, input));
        }
    }
}
