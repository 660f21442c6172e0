using CausalLoom.Fuzz.Targets;
using Xunit.Runner.InProc.SystemConsole;

namespace CausalLoom.Fuzz;

/// <summary>
/// <c>--hours H</c> or <c>--seconds S</c> fuzzes, <c>--target NAME --replay FILE</c> does one input again; anything else is for the runner
/// of tests.
/// </summary>
internal static class Program
{
    private const string Usage = """
        dotnet run --project tests/CausalLoom.Fuzz -- --hours H | --seconds S  [--target NAME] [--seed N] [--findings DIR]
        dotnet run --project tests/CausalLoom.Fuzz -- --target NAME --replay FILE
        """;

    public static async Task<int> Main(string[] args)
    {
        if (args.FirstOrDefault() is not ("--hours" or "--seconds" or "--target" or "--seed" or "--findings" or "--help"))
        {
            return await ConsoleRunner.Run(args);
        }

        string? Given(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
        double Number(string name) => double.Parse(Given(name) ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        FuzzTarget[] targets = [.. FuzzTargets.All.Where(target => Given("--target") is not { } name || target.Name == name)];
        TimeSpan time = TimeSpan.FromHours(Number("--hours")) + TimeSpan.FromSeconds(Number("--seconds"));
        if (targets.Length == 0 || (time <= TimeSpan.Zero && Given("--replay") is null))
        {
            Console.WriteLine($"{Usage}\ntargets: {string.Join(", ", FuzzTargets.All.Select(target => target.Name))}");
            return 2;
        }

        if (Given("--replay") is { } file)
        {
            return Replay(targets[0], File.ReadAllBytes(file));
        }

        string folder = Given("--findings") ?? "fuzz-findings";
        Fuzzer fuzzer = new(targets, (long)Number("--seed"), folder, Console.WriteLine);
        fuzzer.Run(time);
        Console.WriteLine(fuzzer.Table());
        return fuzzer.Findings.Count == 0 ? 0 : 1;
    }

    // How it ended, and where what was refused was thrown.
    private static int Replay(FuzzTarget target, byte[] input)
    {
        FuzzCase end = FuzzCase.Run(target, input);
        string problem = end.Problem ?? "as it should be";
        Console.WriteLine(FormattableString.Invariant($"{end.Time.TotalSeconds:0.00} s, {end.Bytes >> 20} MB, {problem}"));
        try
        {
            target.Read(input);
        }
        catch (CausalLoomException e)
        {
            Console.WriteLine(e);
        }

        return end.Problem is null ? 0 : 1;
    }
}
