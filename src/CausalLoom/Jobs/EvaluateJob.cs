using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Releases;

namespace CausalLoom.Jobs;

/// <summary>Measures how well synthetic rows stand for real ones.</summary>
public sealed record EvaluateJob
{
    /// <summary>The real rows that the synthetic ones were fitted to.</summary>
    public required IJobData Real { get; init; }

    /// <summary>The synthetic rows: they are read as the real ones.</summary>
    public required IJobData Synthetic { get; init; }

    /// <summary>Real rows that the generator never saw, or null.</summary>
    public IJobData? Holdout { get; init; }

    /// <summary>The exact effects of the synthetic rows, where they are known.</summary>
    public ITrueEffects? Truth { get; init; }

    /// <summary>How it is measured.</summary>
    public EvaluationOptions Options { get; init; } = new();

    /// <summary>What was written beside the synthetic rows for their analysts; or null.</summary>
    public ReleaseNote? Release { get; init; }

    /// <summary>The seed.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Reads the rows and measures.</summary>
    /// <exception cref="CausalLoomException">A file cannot be read, or the tables cannot be compared.</exception>
    public EvaluateResult Run(JobContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Options.Check();
        LoadedData real = context.Load(Real), synthetic = context.LoadLike(Synthetic, real);
        LoadedData? holdout = Holdout is null ? null : context.LoadLike(Holdout, real);
        IReadOnlyList<double[]>? effects = Truth?.Read(synthetic.Data, context.Cancellation);
        EvaluationOptions options = Options with { Rules = Options.Rules ?? JobRules.Of(real.Schema, real.ModelledTable, context),
            Synthesis = Release?.For(synthetic.Data, synthetic.RowsRead) ?? Options.Synthesis };
        FitContext seeded = context.Seeded(Seed) with
        {
            Work = context.Work?.Open(Seed,
                [.. new[] { real, synthetic, holdout }.OfType<LoadedData>().Select(side => side.ModelledTable),
                    .. effects is null ? Array.Empty<Table>()
                        : [new Table([.. effects.Select((of, k) =>
                            new ContinuousColumn(FormattableString.Invariant($"effect {k}"), of))])]],
                [$"{Options}", $"{Options.Propensity} {Options.AverageEffect} {Options.Outcome}",
                    .. JobWork.Roles(real.Data), .. JobWork.Kept(options.Rules)]),
        };
        EvaluateResult result = EvaluateResult.Of(real.Data, synthetic.Data, holdout?.Data, effects, options, seeded);
        IReadOnlyList<string> heard = context.Heard(seeded);
        return result with
        {
            Warnings = [.. real.Warnings, .. synthetic.Warnings, .. heard],
            Read = ReadFacts.Of(real) with
                { Warnings = [.. ReadFacts.Of(real).Warnings, .. synthetic.Warnings.Except(real.Warnings), .. heard] },
        };
    }
}
