using CausalLoom.Data;
using CausalLoom.Estimation.Average;

namespace CausalLoom.Jobs;

/// <summary>Average effects of data by several estimators on the same nuisances.</summary>
public sealed record EstimateJob
{
    /// <summary>The rows.</summary>
    public required IJobData Data { get; init; }

    /// <summary>What to estimate, and how.</summary>
    public AverageEffectOptions Options { get; init; } = new();

    /// <summary>The column with each unit's true effect, for bias and coverage, or null. It is no covariate.</summary>
    public string? Truth { get; init; }

    /// <summary>The column that says which rows belong together; null: as the schema has it. It is no covariate.</summary>
    public string? Cluster { get; init; }

    /// <summary>The column of sampling weights; null: as the schema has it. It is no covariate.</summary>
    public string? Weights { get; init; }

    /// <summary>The seed.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Reads the rows and estimates.</summary>
    /// <exception cref="CausalLoomException">The data cannot be read or cannot tell, or a column has two roles.</exception>
    public EstimateResult Run(JobContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Options.Check();
        string[] beside = [.. new[] { Truth, Cluster, Weights }.OfType<string>()];
        LoadedData loaded = context.Load(Data.Beside(beside));
        SideColumns columns = SideColumns.Of(loaded, Truth, Cluster, Weights);
        if (columns.Truth is not null && (columns.Data.Levels > 2 || Options.Scale != EffectScale.Difference))
        {
            throw new CausalLoomException("A column of true effects is of the difference of two arms: leave it out.");
        }

        context.Begin("estimating");
        AverageEffects effects = AverageEffects.Estimate(columns.Data, Options, context.Seeded(Seed));
        double? truth = columns.Truth is null ? null
            : effects.Nuisances.Average(columns.Data, Population.Of(Options.Estimand, new Contrast(1, 0)), columns.Truth);
        return new EstimateResult(columns.Data, effects, truth, Seed) { Read = ReadFacts.Of(loaded) };
    }
}
