using System.Globalization;
using CausalLoom.PenaltyStudy;

// The toy table of docs/evidence/generator-choices.md by columns and by choices that no flag has (the rest:
// studies/causalmix-ablations.yaml): dotnet run -c Release --project studies/CausalLoom.PenaltyStudy -- OUT.csv [--ways defaults,paper,…]
// [--seeds N] dotnet run -c Release --project studies/CausalLoom.PenaltyStudy -- --summarize OUT.csv dotnet run -c Release --project
// studies/CausalLoom.PenaltyStudy -- --credence
if (args is ["--summarize", string file])
{
    Console.Write(ToyTable.Of(file));
    return 0;
}

if (args is ["--credence"])
{
    CredenceWeights.Run();
    return 0;
}

if (args.Length < 1)
{
    Console.Error.WriteLine($"usage: OUT.csv [--ways {string.Join(',', ToyWays.Names)}] [--seeds N]   or   --summarize "
        + $"OUT.csv   or   --credence");
    return 2;
}

string[] ways = Option("--ways")?.Split(',') ?? [.. ToyWays.Names];
int seeds = int.Parse(Option("--seeds") ?? "3", CultureInfo.InvariantCulture);
foreach (string way in ways)
{
    for (int seed = 1; seed <= seeds; seed++)
    {
        ToyRun.Run(way, seed, args[0]);
    }
}

return 0;

string? Option(string flag)
{
    int at = Array.IndexOf(args, flag);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}
