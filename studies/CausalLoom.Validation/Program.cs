using CausalLoom;
using CausalLoom.Validation;

// dotnet run -c Release --project studies/CausalLoom.Validation -- DATA_DIR OUT_DIR [SEEDS] [DATASET,…] [GENERATOR]
// dotnet run -c Release --project studies/CausalLoom.Validation -- --summarize RESULTS.csv
// dotnet run -c Release --project studies/CausalLoom.Validation -- --mechanisms learners|laws DATA_DIR SEEDS [SOURCE,…]
// dotnet run -c Release --project studies/CausalLoom.Validation -- --diagnostics REAL_ROWS SYNTHETIC_ROWS REPLICATES [PLANTED]
if (args is ["--diagnostics", string real, string synthetic, string replicates, ..])
{
    static int Whole(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    DiagnosticStudy.Run(Whole(real), Whole(synthetic), Whole(replicates), args.Length > 4 ? args[4] : null);
    return 0;
}

if (args is ["--summarize", string csv])
{
    Console.Write(ValidationTable.Of(File.ReadAllLines(csv)));
    return 0;
}

if (args is ["--mechanisms", string what, string data, string count, ..])
{
    MechanismStudy.Run(what, data, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture), args.Length > 4 ? args[4] : null);
    return 0;
}

if (args.Length < 2)
{
    Console.Error.WriteLine("usage: DATA_DIR OUT_DIR [SEEDS] [actg,ihdp,acic] [GENERATOR]   (DATA_DIR: what tools/datasets writes)");
    return 2;
}

int seeds = args.Length > 2 ? int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture) : 5;
string[] names = args.Length > 3 ? args[3].Split(',') : ["actg", "ihdp", "acic"];
try
{
    Directory.CreateDirectory(args[1]);
    foreach (string name in names)
    {
        ValidationStudy.Run(Dataset.Load(args[0], name), args[1], seeds, Environment.ProcessorCount, args.Length > 4 ? args[4] : null);
    }

    return 0;
}
catch (CausalLoomException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
