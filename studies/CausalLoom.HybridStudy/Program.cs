using CausalLoom;
using CausalLoom.HybridStudy;

// The runs behind the tables of docs/evidence/hybrid.md; each goes on where it was stopped:
//   dotnet run -c Release --project studies/CausalLoom.HybridStudy -- bias|dimension|settings OUT_DIR
//   dotnet run -c Release --project studies/CausalLoom.HybridStudy -- filter OUT_DIR DATA_DIR
//   dotnet run -c Release --project studies/CausalLoom.HybridStudy -- --summarize OUT_DIR
const string usage = "usage: bias|dimension|settings OUT_DIR   or   filter OUT_DIR DATA_DIR   or   --summarize OUT_DIR";
if (args.Length < 2)
{
    Console.Error.WriteLine(usage);
    return 2;
}

try
{
    Directory.CreateDirectory(args[1]);
    return Plans.Run(args) ? 0 : Refuse();
}
catch (CausalLoomException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

static int Refuse()
{
    Console.Error.WriteLine(usage);
    return 2;
}
