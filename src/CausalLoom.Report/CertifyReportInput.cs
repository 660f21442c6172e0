using CausalLoom.Jobs;

namespace CausalLoom.Report;

/// <summary>Everything a report on what a release is worth shows. The same input gives the same bytes.</summary>
/// <param name="Title">The page's title.</param>
/// <param name="Run">What was run.</param>
/// <param name="Result">What came of it.</param>
public sealed record CertifyReportInput(string Title, RunFacts Run, CertifyResult Result);
