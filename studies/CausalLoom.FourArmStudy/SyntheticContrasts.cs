using System.Diagnostics;
using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Methods;
using CausalLoom.Synthesis;

namespace CausalLoom.FourArmStudy;

/// <summary>Contrasts of real rows beside those of synthetic ones and their exact truth.</summary>
internal static class SyntheticContrasts
{
    /// <summary>Fits, draws and estimates for each seed.</summary>
    public static void Run(string file, string treatment, string outcome, string[] covariates, int seeds, string method,
        string? outcomeModel)
    {
        CausalData real = DataLoader.Load(file, new LoadOptions { Treatment = treatment, Outcome = outcome, Covariates = covariates }).Data;
        Console.WriteLine($"{real.Rows} rows; "
            + string.Join(", ", real.TreatmentSpace.Levels.Select((level, w) => $"{level}: {real.Treatment.CountOf(w)}")));
        IReadOnlyList<AverageEffect> expected = Effects(real, FitContext.ForSeed(1).Child("real"));
        double[][] drawn = new double[seeds][], exact = new double[seeds][];
        for (int seed = 1; seed <= seeds; seed++)
        {
            Stopwatch clock = Stopwatch.StartNew();
            FitContext context = FitContext.ForSeed(seed, Environment.ProcessorCount);
            SynthesisRequest request = new() { Method = method, Options = outcomeModel is null ? [] : [("outcome-model", outcomeModel)] };
            IFittedSynthesizer fitted = SynthesisPlan.Of(request).Synthesizer.Fit(real, context.Child("fit"));
            SyntheticData rows = fitted.Draw(real.Rows, context.Stream.Child("draw"));
            drawn[seed - 1] = [.. Effects(real.Like(rows.Table), context.Child("estimate")).Select(e => e.Estimate)];
            exact[seed - 1] = [.. rows.Truth!.Cates().Select(cate => cate.Average())];
            Console.Error.WriteLine(FormattableString.Invariant($"seed {seed}: {clock.Elapsed.TotalSeconds:0} s"));
        }

        for (int c = 0; c < expected.Count; c++)
        {
            AverageEffect e = expected[c];
            double mean = drawn.Average(seed => seed[c]), gap = (mean - e.Estimate) / e.Se;
            double[] gaps = [.. drawn.Select(seed => (seed[c] - e.Estimate) / e.Se)];
            Console.WriteLine(FormattableString.Invariant($"| {e.Level} − {e.Reference} | {e.Estimate:0.000} ({e.Se:0.000}) | ")
                + FormattableString.Invariant($"{mean:0.000} | {gap:0.00} | {gaps.Average(Math.Abs):0.00} | ")
                + FormattableString.Invariant($"{exact.Average(seed => seed[c]):0.000} |"));
        }
    }

    private static IReadOnlyList<AverageEffect> Effects(CausalData data, FitContext context) =>
        AverageEffects.Estimate(data, new AverageEffectOptions { Estimators = ["aipw"] }, context).Effects;
}
