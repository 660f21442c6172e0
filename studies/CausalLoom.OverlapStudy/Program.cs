using System.Globalization;
using CausalLoom;
using CausalLoom.OverlapStudy;

// dotnet run -c Release --project studies/CausalLoom.OverlapStudy -- OUT.csv [REPLICATES] [POOL_ROWS] [GENERATOR] [FITS]
if (args.Length is < 1 or > 5)
{
    Console.Error.WriteLine("usage: OUT.csv [REPLICATES=40] [POOL_ROWS=5000] [GENERATOR=argn] [FITS=10]");
    return 2;
}

try
{
    int replicates = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 40;
    int pool = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 5000;
    int fits = args.Length > 4 ? int.Parse(args[4], CultureInfo.InvariantCulture) : 10;
    OutcomeAugmentationStudy study = new(pool, args.Length > 3 ? args[3] : "argn", fits);
    IReadOnlyList<OutcomeAugmentationRow> rows = study.Run(replicates);
    File.WriteAllLines(args[0], OutcomeAugmentationTable.Csv(rows));
    Console.Write(OutcomeAugmentationTable.Of(rows));
    return 0;
}
catch (CausalLoomException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
