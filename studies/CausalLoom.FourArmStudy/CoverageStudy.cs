using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;

namespace CausalLoom.FourArmStudy;

/// <summary>How often intervals of the four-arm process hold its effects, contrast by contrast and all at once.</summary>
internal static class CoverageStudy
{
    private static readonly string[] Names = ["aipw", "tmle"];

    /// <summary>Draws, estimates and prints a line an estimator and contrast.</summary>
    public static void Run(int replicates, int rows, string[] settings)
    {
        ISimulator simulator = Catalogues.Default.CreateSimulator("four-arm", settings);
        AverageEffectOptions control = new() { Estimators = Names, Nuisances = Catalogues.Default.CreateNuisances("linear") },
            pairs = control with { AllPairs = true };
        FitContext context = new(RandomStream.Of(2026), Environment.ProcessorCount);
        (IReadOnlyList<AverageEffect> Control, IReadOnlyList<AverageEffect> Pairs)[] all = context.Map(replicates, (_, c) =>
        {
            Table table = simulator.Draw(rows, c.Stream.Child("data")).Table;
            CausalData data = CausalData.From(table, simulator.Treatment, simulator.Outcome);
            Nuisances nuisances = Nuisances.Fit(data, control.Nuisances, c.Child("nuisances"));
            RandomStream draws = c.Stream.Child("max-t");
            return (Of(control), Of(pairs));

            IReadOnlyList<AverageEffect> Of(AverageEffectOptions options) =>
                AverageEffects.Of(data, nuisances, options, draws).Effects;
        });
        Print(simulator, [.. all.Select(r => r.Control)], "with control");
        Print(simulator, [.. all.Select(r => r.Pairs)], "all pairs");
    }

    private static void Print(ISimulator simulator, IReadOnlyList<AverageEffect>[] all, string family)
    {
        foreach (string name in Names)
        {
            AverageEffect[][] own = [.. all.Select(effects => effects.Where(e => e.Estimator == name).ToArray())];
            for (int c = 0; c < own[0].Length; c++)
            {
                AverageEffect[] one = [.. own.Select(effects => effects[c])];
                double truth = Truth(simulator, one[0]), mean = one.Average(e => e.Estimate);
                double sd = Math.Sqrt(one.Sum(e => (e.Estimate - mean) * (e.Estimate - mean)) / (one.Length - 1));
                double covered = one.Average(e => Holds((e.Lower, e.Upper), truth) ? 1.0 : 0), se = one.Average(e => e.Se);
                Console.WriteLine(FormattableString.Invariant($"| {family} | {name} | {one[0].Level} − {one[0].Reference} | ")
                    + FormattableString.Invariant($"{truth:0.0000} | {mean - truth:0.0000} | {sd:0.0000} | ")
                    + FormattableString.Invariant($"{se:0.0000} | {covered:0.000} |"));
            }

            double together = Share(own, e => Holds(e.Simultaneous!.Value, Truth(simulator, e))),
                pointwise = Share(own, e => Holds((e.Lower, e.Upper), Truth(simulator, e)));
            Console.WriteLine(FormattableString.Invariant($"| {family} | {name} | all at once | {together:0.000} (max-t) | ")
                + FormattableString.Invariant($"{pointwise:0.000} (pointwise) |"));
        }
    }

    private static double Share(AverageEffect[][] replicates, Func<AverageEffect, bool> holds) =>
        replicates.Average(effects => effects.All(holds) ? 1.0 : 0);

    private static bool Holds((double Lower, double Upper) interval, double truth) => interval.Lower <= truth && truth <= interval.Upper;

    private static double Truth(ISimulator simulator, AverageEffect e)
    {
        return AgainstControl(e.Level) - AgainstControl(e.Reference);

        double AgainstControl(string level) => level == simulator.Levels[0] ? 0
            : simulator.AverageEffects[simulator.Levels.ToList().IndexOf(level) - 1];
    }
}
