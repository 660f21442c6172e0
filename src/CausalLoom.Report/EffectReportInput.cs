using CausalLoom.Data;
using CausalLoom.Estimation.Average;

namespace CausalLoom.Report;

/// <summary>Everything a report on average effects shows. The same input gives the same bytes.</summary>
/// <param name="Title">The page's title.</param>
/// <param name="Run">What was run.</param>
/// <param name="Data">The rows.</param>
/// <param name="Effects">The estimates and what they rest on.</param>
/// <param name="Truth">The true effect, or null where it is unknown.</param>
public sealed record EffectReportInput(string Title, RunFacts Run, CausalData Data, AverageEffects Effects, double? Truth)
{
    /// <summary>Effects in subgroups; empty where nobody asked.</summary>
    public IReadOnlyList<SubgroupEffects> By { get; init; } = [];
}
