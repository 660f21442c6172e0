using System.Globalization;
using CausalLoom.RulesStudy;
using CausalLoom.Tests.Rules;

// What keeping rules costs or gains (docs/rules.md), by generator, seed and number of rows:
//   dotnet run -c Release --project studies/CausalLoom.RulesStudy -- OUT.csv [--generators argn,copula] [--seeds 5] [--rows 400,1200]
//   dotnet run -c Release --project studies/CausalLoom.RulesStudy -- --false [--seeds 20] [--rows 100,400,4000]    which are not so
//     [--table stays|planted]
//   dotnet run -c Release --project studies/CausalLoom.RulesStudy -- --each copula [--seeds 5] [--rows 1200]    each rule by itself
if (args.Length == 0)
{
    Console.Error.WriteLine("usage: OUT.csv [--generators argn,copula,…] [--seeds N] [--rows N,N]   or   --each GENERATOR");
    return 2;
}

string[] generators = Option("--generators")?.Split(',') ?? ["argn", "copula", "arf", "tvae", "tabddpm"];
int seeds = int.Parse(Option("--seeds") ?? "5", CultureInfo.InvariantCulture);
int[] rows = [.. (Option("--rows") ?? "1200").Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
StudyTable table = Option("--table") switch
{
    "planted" => (n, stream) => PlantedTable.Of(n, stream.NextInt(int.MaxValue)),
    _ => StayTable.Of,
};
if (args[0] == "--false")
{
    Discoveries.Run(rows, seeds);
}
else if (args[0] == "--each")
{
    StudyRun.Each(args[1], rows, seeds, table);
}
else
{
    new StudyRun(args[0], table).Run(generators, rows, seeds);
}

return 0;

string? Option(string flag)
{
    int at = Array.IndexOf(args, flag);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}
