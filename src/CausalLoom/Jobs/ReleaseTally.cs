using CausalLoom.Estimation.Average;

namespace CausalLoom.Jobs;

/// <summary>How the intervals of many worlds did, by analysis, estimator and contrast.</summary>
/// <param name="Lines">A line for each.</param>
/// <param name="Worlds">How many worlds were gone through.</param>
/// <param name="Failures">Why others were not, with how many.</param>
public sealed record ReleaseTally(IReadOnlyList<ReleasePerformance> Lines, int Worlds, IReadOnlyList<(string Reason, int Worlds)> Failures)
{
    /// <summary>Adds them up.</summary>
    /// <param name="truth">The true effect of each contrast.</param>
    /// <param name="analysis">The estimators.</param>
    /// <param name="worlds">Estimates of each world by kind, or why there are none.</param>
    internal static ReleaseTally Of(IReadOnlyList<double> truth, AverageEffectOptions analysis,
        IReadOnlyList<(AverageEffect[][]? Effects, string? Failure)> worlds)
    {
        AverageEffect[][][] done = [.. worlds.Select(world => world.Effects).OfType<AverageEffect[][]>()];
        List<ReleasePerformance> lines = [];
        for (int kind = 0; kind < (done.Length == 0 ? 0 : done[0].Length); kind++)
        {
            for (int e = 0; e < analysis.Estimators.Count; e++)
            {
                for (int c = 0; c < truth.Count; c++)
                {
                    int place = (e * truth.Count) + c;
                    double[] real = [.. done.Select(world => world[0][place].Se)];
                    lines.Add(ReleasePerformance.Of(ReleaseTrial.Kinds[kind], [.. done.Select(world => world[kind][place])], real,
                        truth[c]));
                }
            }
        }

        return new ReleaseTally(lines, done.Length, [.. worlds.Where(world => world.Failure is not null).GroupBy(world => world.Failure!)
            .Select(group => (group.Key, group.Count()))]);
    }
}
