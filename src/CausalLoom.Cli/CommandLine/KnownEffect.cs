using CausalLoom.Report;
using CausalLoom.Synthesis;

namespace CausalLoom.Cli.CommandLine;

/// <summary>True effects for the report, where rows come with a truth.</summary>
public static class KnownEffect
{
    /// <summary>The true average effect of drawn rows, or null for a source without truth.</summary>
    /// <param name="drawn">The synthetic rows.</param>
    /// <param name="real">The true average effect of the real rows' source, where a simulator made them.</param>
    public static KnownTruth? Of(SyntheticData drawn, double? real = null)
    {
        ArgumentNullException.ThrowIfNull(drawn);
        return drawn.Truth is null && real is null ? null : new KnownTruth(real, drawn.Truth?.Cate().Average());
    }
}
