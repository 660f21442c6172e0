using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Methods;
using CausalLoom.Releases;
using CausalLoom.Synthesis;

namespace CausalLoom.Jobs;

/// <summary>
/// One world of a certification: real rows are drawn from a population, models are fitted to them as the release's were, rows are released,
/// and an analyst estimates: from the real rows, from the released ones as they are (of copies the first), and from them with their release
/// file; of copies also by the rules that need none.
/// </summary>
/// <param name="Plan">How the release was made.</param>
/// <param name="Rows">m.</param>
/// <param name="Release">The release: its copies and nuisances.</param>
/// <param name="Analysis">What the analyst does.</param>
/// <param name="Catalogues">Where names are looked up.</param>
internal sealed record ReleaseTrial(SynthesisPlan Plan, int Rows, ReleaseNote Release, AverageEffectOptions Analysis, Catalogues Catalogues)
{
    /// <summary>The analyses; the last two of copies alone.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["real", "rows", "release", "within", "between"];

    /// <summary>Estimates of each kind, each estimator and contrast within it; null where the world could not be gone through.</summary>
    /// <param name="real">The world's real rows.</param>
    /// <param name="context">The world's own stream.</param>
    public AverageEffect[][] Run(CausalData real, FitContext context)
    {
        Releasing releasing = new(real, Plan, Release.Nuisance, Catalogues, Release.Copies);
        CausalData[] rows = [.. Enumerable.Range(0, Release.Copies).Select(k =>
        {
            FitContext own = Release.Copies == 1 ? context : context.Child("copy").Child(k);
            CausalData learnt = Release.Copies == 1 ? real : CopyRows.Of(real, own.Stream.Child("rows"));
            IFittedSynthesizer model = Plan.Synthesizer.Fit(learnt, own.Child("fit"));
            List<SyntheticData> blocks = [];
            foreach (SyntheticData block in DrawnBlocks.Of(model, Rows, own.Stream.Child("sample")))
            {
                context.Cancellation.ThrowIfCancellationRequested();
                releasing.Add(block);
                blocks.Add(block);
            }

            releasing.Done(model, own.Child("release"));
            return real.Like(DrawnBlocks.Join(blocks).Table);
        })];
        ReleaseNote note = releasing.Note(context.Child("real"));
        AverageEffects own = AverageEffects.Estimate(real, Analysis with { Repeats = 1 }, context.Child("real"));
        SynthesisError[] errors = [.. rows.Select(copy => note.For(copy, copy.Rows, rows.Length))];
        Nuisances[] nuisances = [.. rows.Select((copy, k) => Nuisances.Learn(copy, Analysis.Nuisances,
            (k == 0 ? context : context.Child("copy").Child(k)).Child("analyst"), Analysis.NeedsMeans))];
        AverageEffects plain = AverageEffects.Of(rows[0], nuisances[0], Analysis);
        if (rows.Length == 1)
        {
            AverageEffects one = AverageEffects.Of(rows[0], nuisances[0], Analysis with { Synthesis = errors[0] });
            return [[.. own.Effects], [.. plain.Effects], [.. one.Effects]];
        }

        AverageEffects told = CopiedEffects.Of([.. rows.Select((copy, k) =>
            AverageEffects.Of(copy, nuisances[k], Analysis with { Synthesis = errors[k] with { OfCopy = true } }))], errors[0],
            Analysis.Estimand, real.TreatmentSpace.Levels);
        return [[.. own.Effects], [.. plain.Effects], [.. told.Effects], [.. told.Effects.Select(one => By(one, one.Copies!.ByWithin))],
            [.. told.Effects.Select(one => By(one, one.Copies!.ByBetween))]];
    }

    private static AverageEffect By(AverageEffect one, CopyInterval rule) =>
        one with { Estimate = rule.Estimate, Se = rule.Se, Lower = rule.Lower, Upper = rule.Upper };
}
