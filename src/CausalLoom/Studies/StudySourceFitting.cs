using CausalLoom.Methods;
using CausalLoom.Sandbox;

namespace CausalLoom.Studies;

/// <summary>How the generator of a synthesizer source is fitted, and what its replicates are held against.</summary>
/// <param name="From">The source that seed rows are drawn from; for a CSV file, its rows without replacement.</param>
/// <param name="Plan">The synthesizer, as `synthesize` names it.</param>
public sealed record StudySourceFitting(StudySourceSpec From, SynthesisPlan Plan)
{
    /// <summary>Whether <see cref="From"/> is a CSV file of this source's own and not another source of the study.</summary>
    public bool IsFile { get; init; }

    /// <summary>Rows that are drawn for each fit; null: all rows of the file.</summary>
    public int? SeedRows { get; init; }

    /// <summary>The sandbox, where the method is one; or null.</summary>
    public SandboxSynthesizer? Sandbox => Plan.Sandbox;

    /// <summary>How many fits there are. Replicate r uses fit 1 + (r − 1) mod fits.</summary>
    public int Fits { get; init; } = 1;

    /// <summary>
    /// Rows drawn once a fit, of which replicates are subsamples without replacement; null: each replicate is drawn anew.
    /// </summary>
    public int? Pool { get; init; }

    /// <summary>Whether the truth is that of the source the generator was fitted to, and not the fit's own.</summary>
    public bool TruthIsSource { get; init; }
}
