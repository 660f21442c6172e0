using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Generators.Bootstrap;
using CausalLoom.Mechanisms;
using CausalLoom.Methods;
using CausalLoom.Numerics.Random;
using CausalLoom.Releases;
using CausalLoom.Sandbox.Comparison;
using CausalLoom.Studies;
using CausalLoom.Synthesis;

namespace CausalLoom.Jobs;

/// <summary>
/// What a release gives an analyst: coverage, type I error and power of intervals from rows made as it was made, over worlds whose truth is
/// known. A world is a plasmode: covariates of the data resampled, treatment and outcome drawn from models fitted to them; or, where the
/// data are a population, a draw of its rows.
/// </summary>
public sealed record CertifyJob
{
    /// <summary>The release.</summary>
    public required ReleaseNote Release { get; init; }

    /// <summary>The real rows, or rows that stand for them: worlds are modelled on these.</summary>
    public required IJobData Data { get; init; }

    /// <summary>Where the data are a population of their own, its true effect of level 1 against the reference; null: plasmodes.</summary>
    public double? PopulationTruth { get; init; }

    /// <summary>B.</summary>
    public int Worlds { get; init; } = 200;

    /// <summary>What the analyst does; more than one contrast is compared with its own truth.</summary>
    public AverageEffectOptions Analysis { get; init; } = new() { Estimators = ["aipw"] };

    /// <summary>The seed.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Goes through the worlds.</summary>
    /// <exception cref="CausalLoomException">The data cannot be read, or the release cannot be made again.</exception>
    public CertifyResult Run(JobContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (Worlds < 1)
        {
            throw new CausalLoomException(FormattableString.Invariant($"‹worlds {Worlds}› is below 1."));
        }

        Analysis.Check();
        if (Analysis.Scale != EffectScale.Difference)
        {
            throw new CausalLoomException("Worlds are certified for differences: leave out ‹scale›.");
        }

        SynthesisPlan plan = PlanOf(context);
        LoadedData loaded = context.Load(Data);
        CausalData data = loaded.Data;
        if (PopulationTruth is not null && (data.Levels > 2 || Analysis.Estimand != Estimand.Ate))
        {
            throw new CausalLoomException("‹population-truth› is one number, the average effect of two arms: leave it out.");
        }

        FitContext seeded = context.Seeded(Seed);
        ReleaseTrial trial = new(plan, Release.SyntheticRows ?? Release.RealRows, Release, Analysis, context.Catalogues);
        ReleaseTally effect = Tally(trial, PopulationTruth is { } truth ? World.Of(data, truth) : Plasmode(data, seeded), "with the effect",
            context, seeded);
        ReleaseTally? none = PopulationTruth is null && data.Levels == 2
            ? Tally(trial, Null(data, seeded), "without an effect", context, seeded) : null;
        return new CertifyResult(this, plan, ReadFacts.Of(loaded), effect, none) { Warnings = context.Heard(seeded) };
    }

    private ReleaseTally Tally(ReleaseTrial trial, World world, string what, JobContext context, FitContext seeded)
    {
        context.Begin("worlds " + what);
        int done = 0;
        FitContext worlds = seeded.Child("worlds " + what) with { Progress = null };
        (AverageEffect[][]? Effects, string? Failure)[] all = worlds.Map(Worlds, (_, own) =>
        {
            (AverageEffect[][]?, string?) one;
            try
            {
                one = (trial.Run(world.Draw(Release.RealRows, own.Stream.Child("rows")), own), null);
            }
            catch (CausalLoomException e)
            {
                one = (null, e.Message);
            }

            seeded.Report("Worlds " + what, (double)Interlocked.Increment(ref done) / Worlds);
            return one;
        });
        return ReleaseTally.Of(world.Truth, Analysis, all);
    }

    private SynthesisPlan PlanOf(JobContext context)
    {
        ReleaseMaking made = Release.Making;
        return SynthesisPlan.Of(new SynthesisRequest
        {
            Method = made.Method,
            Preset = made.Preset,
            Options = made.Preset is null ? [.. made.Parts.Select(part => (part.Key, part.Value))] : [],
            Settings = made.Settings is null ? [] : [.. made.Settings.Select(one => new OptionSetting(one.Key, one.Value!.ToString()))],
        }, context.Catalogues);
    }

    // Any number of arms: covariates resampled, mechanisms stacked. Their means over the rows are the truth.
    private World Plasmode(CausalData data, FitContext seeded)
    {
        SequentialSynthesizer plasmode = new() { Generator = new BootstrapGenerator(), OutcomeModel = new StackedOutcome() };
        return World.Of(plasmode.Fit(data, seeded.Child("plasmode")), data, Analysis, seeded);
    }

    private World Null(CausalData data, FitContext seeded)
    {
        World none = World.Of(new MarginalEffect(new Plasmode(), 0).Fit(data, seeded.Child("plasmode")), data, Analysis, seeded);

        // Without the rounding of the shift; effects still differ, so that other populations have one.
        return Analysis.Estimand == Estimand.Ate ? none with { Truth = [0] } : none;
    }

    /// <summary>A population that rows are drawn from, and the truth of each contrast.</summary>
    private sealed record World(Func<int, RandomStream, CausalData> Draw, IReadOnlyList<double> Truth)
    {
        private const int TruthRows = 200_000;

        public static World Of(CausalData population, double truth) => new((rows, stream) => population.Take(
            [.. Enumerable.Range(0, rows).Select(_ => stream.NextInt(population.Rows))]), [truth]);

        public static World Of(IFittedSynthesizer model, CausalData data, AverageEffectOptions analysis, FitContext seeded)
        {
            IReadOnlyList<Contrast> contrasts = analysis.ContrastsOf(data.Levels);
            RandomStream stream = seeded.Stream.Child("truth");
            return new World((rows, own) => data.Like(model.Draw(rows, own).Table), [.. contrasts.Select(contrast =>
                model is TunedSource { AverageEffect: { } exact } && analysis.Estimand == Estimand.Ate ? exact
                : StudySourceTruth.Average(DrawnBlocks.Of(model, TruthRows, stream), analysis.Estimand, contrast,
                    seeded.Cancellation).Value)]);
        }
    }
}
