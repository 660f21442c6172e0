using CausalLoom.Data;
using CausalLoom.Synthesis;

namespace CausalLoom.Jobs;

/// <summary>Rows that were read and are to be fitted to.</summary>
/// <param name="Loaded">As they were read.</param>
/// <param name="Split">Those for the fit and those kept out.</param>
/// <param name="Method">What is to be fitted.</param>
/// <param name="Seeded">The job's stream, threads, progress.</param>
internal sealed record FitBeginning(LoadedData Loaded, HoldoutSplit Split, ISynthesizer Method, FitContext Seeded)
{
    /// <summary>The result of a fit.</summary>
    public FitResult Fitted(FitJob job, IFittedSynthesizer model) => new(job, Loaded, Split, model);
}
