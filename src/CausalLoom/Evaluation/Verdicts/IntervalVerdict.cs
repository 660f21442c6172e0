using static CausalLoom.Io.InvariantText;

namespace CausalLoom.Evaluation.Verdicts;

/// <summary>
/// Whether an analyst who takes the synthetic rows for real ones is misled about the population: 95 % intervals should hold it nearly as
/// often as they say. With a release file that fits the rows they do (docs/evidence/synthetic-intervals.md).
/// </summary>
internal static class IntervalVerdict
{
    private const double Misleads = 0.8, Doubtful = 0.93;
    private const double Apart = 4;

    /// <summary>The verdict.</summary>
    public static Verdict Of(IntervalMetrics interval, RowCounts rows)
    {
        string plain = Invariant($"95 % intervals computed from these {rows.Synthetic} rows as if they were real hold the population's "
            + $"effect in about {interval.PlainCoverage:P0} of such releases, as a model of {rows.Real} rows made them");
        string remedy = interval.OneOfCopies ? "Estimate from all copies with ‹release›."
            : Invariant($"Write beside the data how they were made: with ‹release› an interval is for the population; for "
            + $"other analyses standard errors are to be multiplied by √(1 + m/n) = "
            + $"{Math.Sqrt(1 + ((double)rows.Synthetic / rows.Real)):F2}.");
        Finding? finding = interval.OneOfCopies
            ? new Finding(VerdictLevel.Caution, Invariant($"the rows are one of the copies of a release, and what an interval from all of "
                + $"them is worth cannot be told from one; {char.ToLowerInvariant(plain[0])}{plain[1..]}"))
            : interval.NoInterval is { } none
            ? new Finding(VerdictLevel.Caution, $"the release file gives no interval ({none})")
            : interval.Distance is { } distance
            ? Finding.Above(distance, Apart, Apart,
                Invariant($"by the release file the effect is {distance:F1} standard errors from the real "
                + $"rows' estimate: it is not of these rows"))
            : Finding.Below(interval.PlainCoverage, Misleads, Doubtful, plain);
        string praise = interval.Released
            ? Invariant($"The release file makes intervals those of the population: the rows' own standard error is {interval.SeShare:P0} "
                + $"of its. Without it, {char.ToLowerInvariant(plain[0])}{plain[1..]}.")
            : Invariant($"{plain}.");
        return Finding.Conclude("interval", [finding], praise, remedy);
    }
}
