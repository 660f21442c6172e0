using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Imputation;
using CausalLoom.Io;
using CausalLoom.Releases;

namespace CausalLoom.Jobs;

/// <summary>Average effects of data by several estimators on the same nuisances.</summary>
public sealed record EstimateJob
{
    /// <summary>The rows.</summary>
    public required IJobData Data { get; init; }

    /// <summary>
    /// Of a release of several copies, whose first <see cref="Data"/> is, the others; estimates are then of all of them as one.
    /// </summary>
    public IReadOnlyList<IJobData> Copies { get; init; } = [];

    /// <summary>What to estimate, and how.</summary>
    public AverageEffectOptions Options { get; init; } = new() { Repeats = null };

    /// <summary>The column with each unit's true effect, for bias and coverage, or null. It is no covariate.</summary>
    public string? Truth { get; init; }

    /// <summary>The column that says which rows belong together; null: as the schema has it. It is no covariate.</summary>
    public string? Cluster { get; init; }

    /// <summary>The column of sampling weights; null: as the schema has it. It is no covariate.</summary>
    public string? Weights { get; init; }

    /// <summary>
    /// Of synthetic rows: what stands between them and the population; null: estimates and intervals are of what made the rows.
    /// </summary>
    public ReleaseNote? Release { get; init; }

    /// <summary>How missing covariates are imputed; null: a model sees the mean (the commonest level) there, and that it is
    /// missing.</summary>
    public ImputationOptions? Imputation { get; init; }

    /// <summary>Columns whose groups get effects of their own; they need not be covariates.</summary>
    public IReadOnlyList<string> By { get; init; } = [];

    /// <summary>The seed.</summary>
    public long Seed { get; init; } = 1;

    // What groups cannot have is said before any work.
    private void RequirePlain()
    {
        if (Copies.Count > 0 && Imputation is not null)
        {
            throw new CausalLoomException("Copies of a release are not imputed (‹impute›): estimate without it.");
        }

        if (By.Count > 0 && (Imputation ?? (object?)Release) is not null)
        {
            throw new CausalLoomException(Release is not null
                ? "A release measured no subgroups (‹by›): leave one of the two out, or take the rows of a group (‹where›)."
                : "Subgroups (‹by›) of imputed tables are not pooled: leave one of the two out, or take the rows of a group (‹where›).");
        }
    }

    private static Subgroups Grouped(LoadedData loaded, string name)
    {
        bool role = name == loaded.Data.TreatmentSpace.Name || name == loaded.Data.OutcomeColumn.Name;
        return role ? throw new CausalLoomException($"{CellText.Show(name)} is the treatment or the outcome: subgroups are of another "
                + "column.")
            : Subgroups.By(loaded.Table[name]);
    }

    // With one cluster in an arm, what the cluster does and what the treatment does are the same thing.
    private static void RefuseOneClusterAnArm(CausalData data, string? cluster)
    {
        if (data.Clusters is not { } clusters)
        {
            return;
        }

        for (int level = 0; level < data.Levels; level++)
        {
            int[] rows = data.Treatment.RowsOf(level);
            if (rows.Length > 1 && rows.All(row => clusters[row] == clusters[rows[0]]))
            {
                throw new CausalLoomException($"All rows with {data.TreatmentSpace.Name} = {data.TreatmentSpace.Levels[level]} are in one "
                    + $"cluster{(cluster is null ? "" : $" of '{cluster}'")}: its effect and the treatment's cannot be told apart. More "
                    + "clusters an arm are needed.");
            }
        }
    }

    /// <summary>Reads the rows and estimates.</summary>
    /// <exception cref="CausalLoomException">The data cannot be read or cannot tell, or a column has two roles.</exception>
    public EstimateResult Run(JobContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Options.Check();
        Imputation?.Check();
        RequirePlain();
        if (Copies.Count == 0)
        {
            return Run(context, 1).Result;
        }

        if (Release is null)
        {
            throw new CausalLoomException("Several files are estimated from as copies of one release: give its file (‹release›).");
        }

        // As each would be estimated from alone, so that whoever combines them by hand has the same numbers.
        (EstimateResult Result, SynthesisError? Synthesis)[] copies =
            [.. new[] { Data }.Concat(Copies).Select(data => (this with { Data = data, Copies = [] }).Run(context, Copies.Count + 1))];
        EstimateResult first = copies[0].Result;
        SynthesisError synthesis = copies.Select(copy => copy.Synthesis!).MaxBy(error => error.Unmeasured is not null)!;
        IEnumerable<T> Each<T>(Func<EstimateResult, IEnumerable<T>> of, Func<string, T, T> named) =>
            copies.SelectMany((copy, k) => of(copy.Result).Select(one => named(FormattableString.Invariant($"copy {k + 1}: "), one)));
        return first with
        {
            Effects = CopiedEffects.Of([.. copies.Select(copy => copy.Result.Effects)], synthesis, Options.Estimand,
                first.Data.TreatmentSpace.Levels),
            Truth = copies.Any(copy => copy.Result.Truth is null) ? null : copies.Average(copy => copy.Result.Truth!.Value),
            Doubts = [.. Each(result => result.Doubts, (copy, text) => copy + text)],
            Read = first.Read! with
            {
                Warnings = [.. Each(result => result.Read!.Warnings, (copy, text) => copy + text)],
                RowsDropped = [.. Each(result => result.Read!.RowsDropped, (copy, dropped) => (copy + dropped.Reason, dropped.Rows))],
                RowsRead = copies.Sum(copy => copy.Result.Read!.RowsRead),
                RowsUsed = copies.Sum(copy => copy.Result.Read!.RowsUsed),
            },
            NuisanceReport = null,
        };
    }

    private (EstimateResult Result, SynthesisError? Synthesis) Run(JobContext context, int copies)
    {
        string[] besides = [.. new[] { Truth, Cluster, Weights }.OfType<string>()];
        LoadedData loaded = context.Load(Data.Beside(besides).By(By), weighs: true);
        if (loaded.Structure.FirstOrDefault(finding => finding.Forbids) is { } forbidden)
        {
            throw new CausalLoomException($"{Data.Name}: {forbidden.Text}.");
        }

        SideColumns columns = SideColumns.Of(loaded, Truth, Cluster, Weights);
        CausalData data = columns.Data;
        RefuseOneClusterAnArm(data, Cluster);
        List<string> warnings = [];
        if (ObservedWeights.Of(loaded, out string observed) is { } weights)
        {
            data = data.WithWeights([.. weights.Select((w, i) => w * (data.Weights is { } own ? own[i] : 1))]);
            warnings.Add(observed);
        }

        if (columns.Truth is not null && (columns.Data.Levels > 2 || Options.Scale != EffectScale.Difference))
        {
            throw new CausalLoomException("A column of true effects is of the difference of two arms: leave it out.");
        }

        ImputationPlan? plan = Imputation is null ? null : ImputationPlan.Of(data);
        warnings.AddRange(plan?.Warnings ?? []);
        context.Begin(plan is { Columns.Count: > 0 } ? "imputing and estimating" : "estimating");
        FitContext seeded = context.Seeded(Seed);
        SynthesisError? synthesis = Release?.For(data, loaded.RowsRead, copies);
        AverageEffectOptions options = Options with
            { Synthesis = (copies > 1 ? synthesis! with { OfCopy = true } : synthesis) ?? Options.Synthesis };
        ImputedEffects? imputed = plan is { Columns.Count: > 0 }
            ? ImputedEffects.Estimate(data, plan, Imputation!, options, seeded) : null;
        AverageEffects effects = imputed?.Effects ?? AverageEffects.Estimate(data, options, seeded);
        CausalData analysed = imputed?.First ?? data;
        warnings.AddRange(context.Heard(seeded));
        double? truth = columns.Truth is null ? null
            : effects.Nuisances.Average(data, Population.Of(Options.Estimand, new Contrast(1, 0)), columns.Truth);
        warnings.AddRange(EffectDoubts.Of(data, effects));
        warnings.AddRange(MissingDoubts.Of(analysed, effects));
        warnings.AddRange(LinearDoubts.Of(analysed, Options.Nuisances, Options.NeedsMeans));
        NuisanceReport? report = Options.NeedsMeans && copies == 1
            ? NuisanceReport.Of(analysed, imputed?.FirstEffects ?? effects, Options, seeded.Child("nuisance report")) : null;
        warnings.AddRange(report?.Warnings ?? []);
        if (synthesis is null && ReleaseBeside.Of(Data, loaded) is { } synthetic)
        {
            warnings.Add(synthetic);
        }

        SubgroupEffects[] by = [.. By.SelectMany(name => SubgroupEffects.Of(data, Grouped(loaded, name), effects, options))];
        ReadFacts read = ReadFacts.Of(loaded);
        return (new EstimateResult(data, effects, truth, Seed)
            { Read = read with { Warnings = [.. read.Warnings, .. warnings] }, Doubts = warnings,
                NuisanceReport = report, By = by, Imputation = ImputationFacts.Of(data, Imputation, plan) }, synthesis);
    }
}
