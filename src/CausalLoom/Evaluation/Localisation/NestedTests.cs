using CausalLoom.Evaluation.Verdicts;

namespace CausalLoom.Evaluation.Localisation;

/// <summary>The nested two-sample tests and what they find.</summary>
internal static class NestedTests
{
    private const double Level = 0.05;

    /// <summary>The names of the parts, in order.</summary>
    public static readonly string[] Parts = ["covariates", "assignment", "outcome"];

    /// <summary>Runs them.</summary>
    public static LocalisationMetrics Measure(SidePool pool, FitContext context)
    {
        NestedClassifiers classifiers = NestedClassifiers.Fit(pool, context.Child("classifiers"));
        double[] p = ConditionalTests.PValues(pool, classifiers, context.Child("tests"));
        double[][] placements = [Place(pool, classifiers.Covariates), Place(pool, classifiers.Assignment),
            Place(pool, classifiers.Outcome)];
        LocalisedStep[] steps =
        [
            Step(pool, placements[0], null, p[0]),
            Step(pool, placements[1], placements[0], p[1]),
            Step(pool, placements[2], placements[1], p[2]),
        ];
        string[] found = Holm([.. steps.Select(step => step.PValue)]);
        LocalisationMetrics metrics = new(steps[0], steps[1], steps[2], found, pool.RealRows, pool.Rows.Rows - pool.RealRows, string.Empty);
        return metrics with { Reading = LocalisationReading.Of(metrics) };
    }

    /// <summary>The parts whose hypothesis Holm's procedure rejects, in their own order.</summary>
    internal static string[] Holm(double[] p)
    {
        int[] order = [.. Enumerable.Range(0, p.Length).OrderBy(k => p[k])];
        int rejected = order.TakeWhile((k, rank) => p[k] <= Level / (p.Length - rank)).Count();
        return [.. order[..rejected].Order().Select(k => Parts[k])];
    }

    private static LocalisedStep Step(SidePool pool, double[] placements, double[]? before, double p)
    {
        AreaEstimate area = Placements.Estimate(placements, pool.IsSynthetic, pool.Folds.Of, 0.5);
        double[] gained = before is null ? Array.ConvertAll(placements, v => v - 0.5) : [.. placements.Zip(before, (a, b) => a - b)];
        AreaEstimate increment = Placements.Estimate(gained, pool.IsSynthetic, pool.Folds.Of, 0);
        return new LocalisedStep(area.Value, area.Interval, 1 - (2 * Math.Abs(area.Value - 0.5)), area.P, increment.Value,
            increment.Interval, p);
    }

    private static double[] Place(SidePool pool, double[] scores) => Placements.Of(scores, pool.IsSynthetic, pool.Folds.Of);
}
