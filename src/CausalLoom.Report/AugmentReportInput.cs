using CausalLoom.Overlap;

namespace CausalLoom.Report;

/// <summary>Everything a report on augmented rows shows. The same input gives the same bytes.</summary>
/// <param name="Title">The page's title.</param>
/// <param name="Run">What was run; its second file is the donors'.</param>
/// <param name="Analysis">What was added, and the estimates.</param>
/// <param name="Truth">The true effect among the original rows, or null where it is unknown.</param>
public sealed record AugmentReportInput(string Title, RunFacts Run, AugmentAnalysis Analysis, double? Truth);
