using System.Globalization;
using CausalLoom;
using CausalLoom.Data;
using CausalLoom.DonorStudy;
using CausalLoom.Numerics.Random;
using CausalLoom.Overlap;
using CausalLoom.Overlap.Agreement;

// dotnet run -c Release --project studies/CausalLoom.DonorStudy -- [REPLICATES] [ROWS] [DONORS] [SEED] [all|none]
//   [both|same|other] [POPULATION]
int At(int place, int otherwise) => args.Length > place ? int.Parse(args[place], CultureInfo.InvariantCulture) : otherwise;
int replicates = At(0, 100), rows = At(1, 300), donors = At(2, 1000), seed = At(3, 1);
Fault[] faults = args.Length > 4 && args[4] == "none" ? [Fault.None] : Enum.GetValues<Fault>();
Console.WriteLine(FormattableString.Invariant(
    $"{rows} rows, {donors} donors, {replicates} replicates a cell: found (found and P ≤ .05); kind named most often"));
Console.WriteLine("| population | donors' covariates | " + string.Join(" | ", faults) + " |");
Console.WriteLine("|---|---|" + string.Concat(faults.Select(_ => "---|")));
foreach (string name in Population.Names.Where(p => args.Length < 7 || p == args[6]))
{
    foreach (bool moved in new[] { false, true }.Where(m => args.Length < 6 || args[5] == "both" || (args[5] == "other") == m))
    {
        Console.WriteLine($"| {name} | {(moved ? "other" : "same")} | "
            + string.Join(" | ", faults.Select(f => Cell(name, moved, f))) + " |");
    }
}

return 0;

string Cell(string name, bool moved, Fault fault)
{
    Population population = new(name);
    if (!population.Can(fault))
    {
        return "–";
    }

    DonorAgreement[] all = new DonorAgreement[replicates];
    Parallel.For(0, replicates, new ParallelOptions { MaxDegreeOfParallelism = 2 }, r =>
    {
        RandomStream stream = RandomStream.Of(seed).Child(name).Child(moved ? 1 : 0).Child(r);
        CausalData data = population.Draw(rows, false, false, Fault.None, stream.Child("data"));
        CausalData pool = population.Draw(donors, true, moved, fault, stream.Child("donors"));
        all[r] = DonorAgreement.Of(data, DonorPool.Of(data, pool, DonorOrigin.Real), new FitContext(stream.Child("fit")));
    });
    int found = all.Count(a => a.Verdict == AgreementVerdict.Differ), loose = all.Count(a => a.P <= 0.05),
        cannot = all.Count(a => a.Verdict == AgreementVerdict.CannotTell);
    string kind = all.Where(a => a.Found.Count > 0).GroupBy(a => a.Found[0].Kind).OrderByDescending(g => g.Count())
        .Select(g => FormattableString.Invariant($"{g.Key} {g.Count()}")).FirstOrDefault() ?? "-";
    return FormattableString.Invariant($"{found} ({loose}) {kind}{(cannot > 0 ? $" cannot {cannot}" : string.Empty)}");
}
