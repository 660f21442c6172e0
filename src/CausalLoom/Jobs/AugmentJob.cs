using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Overlap;

namespace CausalLoom.Jobs;

/// <summary>Donors beside rows that have no one to compare with, and what that is worth.</summary>
public sealed record AugmentJob
{
    /// <summary>The rows.</summary>
    public required IJobData Data { get; init; }

    /// <summary>Rows that may stand in for those the data lack, with the data's columns.</summary>
    public required IJobData Donors { get; init; }

    /// <summary>Where the donors come from.</summary>
    public required DonorOrigin Origin { get; init; }

    /// <summary>Whether donors that carry no new information are allowed, for a demonstration.</summary>
    public bool AllowSelf { get; init; }

    /// <summary>What is added how, and the estimates.</summary>
    public AugmentAnalysisOptions Options { get; init; } = new();

    /// <summary>The column with each unit's true effect, or null. It is no covariate, and donors need not have it.</summary>
    public string? Truth { get; init; }

    /// <summary>The seed.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Reads the rows, augments and estimates.</summary>
    /// <exception cref="CausalLoomException">A file cannot be read, the donors do not fit, or the data cannot tell.</exception>
    public AugmentResult Run(JobContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        LoadedData loaded = context.Load(Truth is null ? Data : Data.Beside(Truth));
        AugmentedTable.CheckNames(loaded.ModelledTable);
        SideColumns columns = SideColumns.Of(loaded, Truth, null, null);
        if (columns.Data.Clusters is not null || columns.Data.Weights is not null)
        {
            throw new CausalLoomException("augment knows neither clusters nor sampling weights: take these roles out of the "
                + "schema, or use `estimate`.");
        }

        TwoArms arms = TwoArms.Of(columns.Data, "Augmentation");
        LoadedData donors = context.LoadLike(Donors, WithoutTruth(loaded, columns));
        context.Begin("augmenting");
        DonorPool pool = DonorPool.Of(columns.Data, donors.Data, Origin, AllowSelf);
        FitContext seeded = context.Seeded(Seed);
        AugmentAnalysis analysis = AugmentAnalysis.Run(arms, pool, Options, seeded);
        ReadFacts read = ReadFacts.Of(loaded);
        string[] order = [.. loaded.ModelledTable.Columns.Select(column => column.Name).Where(name => name != Truth)];
        return new AugmentResult(analysis, AugmentedTable.Of(analysis, order), columns.Truth?.Average(), Seed)
            { Schema = loaded.Schema, Read = read with { Warnings = [.. read.Warnings, .. context.Heard(seeded)] } };
    }

    private LoadedData WithoutTruth(LoadedData loaded, SideColumns columns) => loaded with
    {
        Data = columns.Data,
        Schema = Truth is null ? loaded.Schema : loaded.Schema.With(loaded.Schema.Find(Truth)! with { Role = ColumnRole.Ignored }),
    };
}
