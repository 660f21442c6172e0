namespace CausalLoom.Rules;

/// <summary>Conditions that hold, how likely each is by chance, and how many were tried.</summary>
internal sealed class RuleCandidates
{
    private readonly List<(string Text, double LogChance)> _all = [];

    /// <summary>How many conditions were tried, those that do not hold included.</summary>
    public long Tried { get; private set; }

    /// <summary>Counts conditions that were tried.</summary>
    public void Try(long count) => Tried += count;

    /// <summary>Adds a condition that no row breaks.</summary>
    /// <param name="text">The condition.</param>
    /// <param name="logChance">The logarithm of the probability that none breaks it by chance.</param>
    public void Add(string text, double logChance) => _all.Add((text, logChance));

    /// <summary>Whether a condition of that probability can be kept at all, whatever else there is.</summary>
    public static bool IsHopeful(double logChance) => logChance < -4.6;

    /// <summary>Those that are kept at a false-discovery rate, in the order in which they were added.</summary>
    public IEnumerable<string> Kept(double rate)
    {
        double[] sorted = [.. _all.Select(one => one.LogChance).Order()];
        int kept = 0;
        for (int k = sorted.Length; k > 0 && kept == 0; k--)
        {
            kept = sorted[k - 1] <= Math.Log(rate * k / Math.Max(Tried, k)) ? k : 0;
        }

        return kept == 0 ? [] : _all.Where(one => one.LogChance <= sorted[kept - 1]).Select(one => one.Text);
    }
}
