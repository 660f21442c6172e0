using CausalLoom.Studies;

namespace CausalLoom.Report;

/// <summary>Everything a report on a simulation study shows. The same input gives the same bytes.</summary>
/// <param name="CommandLine">The command as typed; null where the library was called.</param>
/// <param name="Version">The version of CausalLoom.</param>
/// <param name="Summary">The study and what came of it.</param>
public sealed record StudyReportInput(string? CommandLine, string Version, StudySummary Summary);
