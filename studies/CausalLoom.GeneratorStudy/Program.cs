using System.Globalization;
using CausalLoom;
using CausalLoom.Catalogue;
using CausalLoom.GeneratorStudy;
using CausalLoom.Generators;

// What docs/evidence/generators.md is made of:
//   python3 tools/datasets/analysis_files.py SOURCE_DIR DATA_DIR
// dotnet run -c Release --project studies/CausalLoom.GeneratorStudy -- DATA_DIR OUT_DIR [--data a,b] [--generators a,b] [--seeds N]
// [--whole]
//   dotnet run -c Release --project studies/CausalLoom.GeneratorStudy -- --summarize OUT_DIR
const string usage = "usage: DATA_DIR OUT_DIR [--data actg,ihdp,…] [--generators tvae,…] [--seeds N] [--whole]   or   --summarize OUT_DIR";
string[] elsewhere = ["great", "llm"];
if (args is ["--summarize", string folder])
{
    Console.Write(StudyTable.Of(StudyData.Names.Select(n => Path.Combine(folder, n + ".csv")).Where(File.Exists)));
    return 0;
}

if (args.Length < 2)
{
    Console.Error.WriteLine(usage);
    return 2;
}

string[] names = Option("--data")?.Split(',') ?? [.. StudyData.Names];
string[] generators = Option("--generators")?.Split(',') ?? [.. Catalogues.Default.Generators.Names.Except(elsewhere)];
int seeds = int.Parse(Option("--seeds") ?? "5", CultureInfo.InvariantCulture);
try
{
    Directory.CreateDirectory(args[1]);
    foreach (string name in names)
    {
        new StudyRun(StudyData.Load(args[0], name), args[1], args.Contains("--whole")).Run(generators, seeds);
    }

    return 0;
}
catch (CausalLoomException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

string? Option(string flag)
{
    int at = Array.IndexOf(args, flag);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}
