using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Methods;
using CausalLoom.Releases;
using CausalLoom.Synthesis;

namespace CausalLoom.Jobs;

/// <summary>
/// One world of a certification: real rows are drawn from a population, a model is fitted to them as the release's was, rows are released,
/// and an analyst estimates: from the real rows, from the released ones as they are, and from them with their release file.
/// </summary>
/// <param name="Plan">How the release was made.</param>
/// <param name="Rows">m.</param>
/// <param name="Analysis">What the analyst does.</param>
internal sealed record ReleaseTrial(SynthesisPlan Plan, int Rows, AverageEffectOptions Analysis)
{
    /// <summary>The three analyses.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["real", "rows", "release"];

    /// <summary>Estimates of each kind, each estimator and contrast within it; null where the world could not be gone through.</summary>
    /// <param name="real">The world's real rows.</param>
    /// <param name="context">The world's own stream.</param>
    public AverageEffect[][] Run(CausalData real, FitContext context)
    {
        IFittedSynthesizer model = Plan.Synthesizer.Fit(real, context.Child("fit"));
        ReleasePool pool = new(real, ReleaseNote.Whom(real.Levels));
        List<SyntheticData> blocks = [];
        foreach (SyntheticData block in DrawnBlocks.Of(model, Rows, context.Stream.Child("sample")))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            pool.Released(block);
            blocks.Add(block);
        }

        CausalData rows = real.Like(DrawnBlocks.Join(blocks).Table);
        ReleaseNote note = ReleaseNote.Of(real, model, pool, Plan.Propensity, context.Child("real"), context.Child("release"));
        Nuisances nuisances = Nuisances.Learn(rows, Analysis.Nuisances, context.Child("analyst"), Analysis.NeedsMeans);
        AverageEffects plain = AverageEffects.Of(rows, nuisances, Analysis);
        AverageEffects told = AverageEffects.Of(rows, nuisances, Analysis with { Synthesis = note.For(rows, rows.Rows) });
        AverageEffects own = AverageEffects.Estimate(real, Analysis with { Repeats = 1 }, context.Child("real"));
        return [[.. own.Effects], [.. plain.Effects], [.. told.Effects]];
    }
}
