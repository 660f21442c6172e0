using System.Globalization;
using CausalLoom;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Generators;
using CausalLoom.Imputation;
using CausalLoom.ImputationStudy;
using CausalLoom.Numerics.Random;

// imputation-study POPULATION ROWS REPLICATES TABLES ESTIMAND WAY[,WAY…] [SEED]: bias, standard errors and coverage of each estimator.
if (args.Length < 6)
{
    Console.Error.WriteLine($"POPULATION ({string.Join(", ", Populations.Names)}) ROWS REPLICATES TABLES ESTIMAND WAYS (complete, "
        + "indicator, chained, or a generator) [SEED]");
    return 2;
}

(string name, int rows, int replicates, int tables) = (args[0], Number(args[1]), Number(args[2]), Number(args[3]));
RandomStream seeds = RandomStream.Of(args.Length > 6 ? Number(args[6]) : 1).Child("imputation study").Child(Path.GetFileName(name));
double truth = Populations.Truth(name, Estimands.Parse(args[4]));
foreach (string way in args[5].Split(','))
{
    AverageEffectOptions options = new() { Estimand = Estimands.Parse(args[4]), Nuisances = NuisanceCatalogue.BuiltIn.Create("linear") };
    AverageEffect[][] all = new FitContext(seeds, Environment.ProcessorCount).Map(replicates, (_, own) =>
    {
        (CausalData whole, CausalData seen) = Populations.Draw(name, rows, own.Stream.Child("rows"));
        if (way is "complete" or "indicator")
        {
            return AverageEffects.Estimate(way == "complete" ? whole : seen, options, own).Effects.ToArray();
        }

        IImputer imputer = way == "chained" ? new ChainedEquations()
            : new GeneratorImputer(GeneratorCatalogue.BuiltIn.Create(way));
        return [.. ImputedEffects.Estimate(seen, ImputationPlan.Of(seen), new ImputationOptions { Tables = tables, Imputer = imputer },
            options, own).Effects.Effects];
    });
    for (int e = 0; e < all[0].Length; e++)
    {
        if (all[0][e].Level != all[0][0].Level)
        {
            continue;
        }

        double[] estimates = [.. all.Select(run => run[e].Estimate)];
        double mean = estimates.Average(), sd = Math.Sqrt(estimates.Sum(v => (v - mean) * (v - mean)) / (replicates - 1));
        double se = Math.Sqrt(all.Average(run => run[e].Se * run[e].Se));
        double covered = all.Average(run => run[e].Lower <= truth && truth <= run[e].Upper ? 1.0 : 0);
        double fmi = all.Average(run => run[e].Imputation?.MissingInformation ?? 0);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Path.GetFileName(name),-8} {rows,5} {args[4]} {way,-10} {all[0][e].Estimator,-5} ")
            + string.Create(CultureInfo.InvariantCulture,
                $"bias {mean - truth,7:0.000} (MC {sd / Math.Sqrt(replicates):0.000}) sd {sd:0.000} ")
            + string.Create(CultureInfo.InvariantCulture, $"se/sd {se / sd:0.00} coverage {covered:0.000} fmi {fmi:0.00}"));
    }
}

return 0;

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
