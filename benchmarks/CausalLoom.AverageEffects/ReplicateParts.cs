using System.Globalization;
using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;
using CausalLoom.Studies;

namespace CausalLoom.Benchmarks;

/// <summary>CPU time and memory of one thread for a replicate of AIPW at n = 1,000 of the hybrid process, whole and by parts.</summary>
internal static class ReplicateParts
{
    private const int Rows = 1000;

    public static void Run(string nuisance)
    {
        Study study = StudyFile.Parse($"{{ name: parts, replicates: 1, n: {Rows}, sources: [{{ simulator: hybrid }}], methods: [{{ "
            + $"estimator: aipw, nuisance: {nuisance} }}] }}", "parts");
        StudySource source = StudySource.Open(study.Sources[0], ".", FitContext.ForSeed(1));
        RandomStream stream = RandomStream.Of(1);
        CausalData data = source.Draw(Rows, stream.Child("data")).Data;
        ISimulator simulator = Catalogues.Default.CreateSimulator("hybrid", study.Sources[0].Settings);
        NuisanceOptions options = Catalogues.Default.CreateNuisances(nuisance);
        FitContext fit = FitContext.ForSeed(1);
        Folds folds = Folds.Stratified([.. data.Treatment], options.Folds, stream.Child("folds"));
        int[] training = folds.Training(0), held = folds.HeldOut(0);
        CausalData taken = data.Take(training);
        Nuisances nuisances = Nuisances.Fit(data, options, fit);
        ScoreInput input = ScoreInput.Of(data, nuisances);
        StudyRow row = new(new StudyCell("hybrid", Rows), 1, "aipw", "ate",
            new StudyEstimate(0.41234567890123, 0.0312345678901, 0.35, 0.47), 0.41847, 0, 1, string.Empty);
        int replicate = 0;
        Report("draw", () => simulator.Draw(Rows, stream.Child("data")));
        Report("draw and split", () => source.Draw(Rows, stream.Child("data")));
        Report("folds", () => Folds.Stratified([.. data.Treatment], options.Folds, stream.Child("folds")));
        Report("take a fold's training rows", () => data.Take(training));
        Report("encode them", () => FeatureEncoder.FitEncode(taken.Covariates));
        Report("propensity of a fold", () => options.Propensity.Fit(taken, fit));
        Report("outcomes of a fold", () => options.Outcome.Fit(taken, fit));
        Report("all nuisances", () => Nuisances.Fit(data, options, fit));
        Report("score", () => new AugmentedScore().Means(input, Population.Everyone).Contrast(new Contrast(1, 0)));
        Report("row of results", () => row.Line());
        Report("replicate", () => StudyRunner.Replicate(study, source, Rows, ++replicate));
        Console.WriteLine(FormattableString.Invariant($"rows in a fold: {training.Length} learnt from, {held.Length} held out"));
    }

    private static void Report(string part, Action work)
    {
        for (double from = ThreadClock.Seconds(); ThreadClock.Seconds() - from < 0.3;)
        {
            work();
        }

        double start = ThreadClock.Seconds();
        work();
        int calls = Math.Clamp((int)(0.02 / Math.Max(1e-9, ThreadClock.Seconds() - start)), 1, 100_000);
        Timing time = Timing.Of(work, calls, 25, calls);
        long before = GC.GetAllocatedBytesForCurrentThread();
        work();
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{part,-30} {1e6 * time.Median,10:F1} us median {1e6 * time.Best,10:F1} best {bytes / 1024.0,9:F1} KiB"));
    }
}
