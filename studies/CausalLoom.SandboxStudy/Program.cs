using System.Globalization;
using CausalLoom;
using CausalLoom.SandboxStudy;

// dotnet run -c Release --project studies/CausalLoom.SandboxStudy -- scenarios DATA_DIR OUT_DIR [SEEDS] [toy,actg175,nhefs] [DRAWS] [exact,penalty,paper,paper-gaussian]
// dotnet run -c Release --project studies/CausalLoom.SandboxStudy -- acceptance OUT_DIR [SEEDS]
// dotnet run -c Release --project studies/CausalLoom.SandboxStudy -- table RESULTS.csv…
// DATA_DIR holds the public source files (tools/datasets); the toy needs none.
try
{
    switch (args)
    {
        case ["scenarios", string data, string folder, ..]:
            Directory.CreateDirectory(folder);
            foreach (string name in args.Length > 4 ? args[4].Split(',') : ["toy", "actg175", "nhefs"])
            {
                foreach (string way in args.Length > 6 ? args[6].Split(',') : ["exact"])
                {
                    ScenarioStudy.Run(StudyData.Load(data, name), folder, args.Length > 3 ? Whole(args[3]) : 3, args.Length > 5 ? Whole(args[5]) : 10, way);
                }
            }

            return 0;
        case ["acceptance", string folder, ..]:
            Directory.CreateDirectory(folder);
            AcceptanceStudy.Run(folder, args.Length > 2 ? Whole(args[2]) : 3);
            return 0;
        case ["table", ..]:
            Console.Write(ScenarioTable.Of([.. args[1..].SelectMany(path => File.ReadAllLines(path).Skip(1))]));
            return 0;
        default:
            Console.Error.WriteLine("usage: scenarios DATA_DIR OUT_DIR [SEEDS] [toy,actg175,nhefs] [DRAWS] [exact,penalty,paper,paper-gaussian] | acceptance OUT_DIR [SEEDS] | table RESULTS.csv…");
            return 2;
    }
}
catch (CausalLoomException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
