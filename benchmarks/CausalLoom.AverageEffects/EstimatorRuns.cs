using System.Globalization;
using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;

namespace CausalLoom.Benchmarks;

/// <summary>
/// The four estimators on replicates of the hybrid process (a trial, 6 covariates, n = 1,000) that are written for both sides.
/// </summary>
internal static class EstimatorRuns
{
    private const int Rows = 1000;

    /// <summary>Writes r1.csv, r2.csv, … into a folder.</summary>
    public static void Draw(string folder, string count)
    {
        HybridSimulator simulator = new();
        RandomStream stream = RandomStream.Of(1).Child("peers");
        for (int r = 1; r <= int.Parse(count, CultureInfo.InvariantCulture); r++)
        {
            using StreamWriter writer = new(Path.Combine(folder, FormattableString.Invariant($"r{r}.csv")));
            Table table = simulator.Draw(Rows, stream.Child(r)).Table;
            writer.Write(string.Join(',', table.Columns.Select(c => c.Name)) + "\n");
            for (int i = 0; i < table.Rows; i++)
            {
                writer.Write(string.Join(',', table.Columns.Select(c => c.TextAt(i))) + "\n");
            }
        }
    }

    /// <summary>Each estimator alone, its two nuisances included: a line of replicate, estimator, CPU seconds and estimate.</summary>
    public static void Estimate(string folder, string setting)
    {
        AverageEffectOptions options = setting switch
        {
            "paper" => AverageEffectOptions.HybridPaper,
            "forest" or "linear" => new AverageEffectOptions { Nuisances = Catalogues.Default.CreateNuisances(setting) },
            _ => throw new ArgumentException($"No setting '{setting}': paper, forest or linear.", nameof(setting)),
        };
        CausalData[] all = [.. Enumerable.Range(1, 1_000_000).Select(r => Path.Combine(folder, FormattableString.Invariant($"r{r}.csv")))
            .TakeWhile(File.Exists).Select(Read)];
        foreach (string estimator in EstimatorCatalogue.BuiltIn.Names)
        {
            // Once for the compiler: what is timed is the work.
            One(all[0], options with { Estimators = [estimator] }, 0);
            for (int r = 0; r < all.Length; r++)
            {
                double start = ThreadClock.Seconds();
                double estimate = One(all[r], options with { Estimators = [estimator] }, r);
                Console.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"{r + 1} {estimator} {ThreadClock.Seconds() - start:F6} {estimate:R}"));
            }
        }
    }

    private static double One(CausalData data, AverageEffectOptions options, int seed) =>
        AverageEffects.Estimate(data, options, FitContext.ForSeed(seed)).Effects[0].Estimate;

    private static CausalData Read(string path) => DataLoader.Load(path, new LoadOptions { Treatment = "A", Outcome = "Y" }).Data;
}
