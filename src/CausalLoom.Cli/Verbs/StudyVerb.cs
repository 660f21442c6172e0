using System.CommandLine;
using CausalLoom.Cli.CommandLine;

namespace CausalLoom.Cli.Verbs;

/// <summary>`causalloom study`: simulation studies from a file (docs/studies.md).</summary>
public static class StudyVerb
{
    /// <summary>The verb with its own verbs.</summary>
    public static Command Create(Surroundings surroundings) =>
        new("study", "Simulation studies: which estimator, and how many rows, before the real analysis.")
    {
        StudyRunVerb.Create(surroundings),
        StudyStatusVerb.Create(surroundings),
        StudyReportVerb.Create(surroundings),
        StudySubmitVerb.Create(surroundings),
    };
}
