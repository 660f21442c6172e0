namespace CausalLoom.Data;

/// <summary>Something in how columns hang together that decides what an effect of these data is worth.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A sentence without its full stop.</param>
/// <param name="Columns">The columns it is about.</param>
public sealed record StructureFinding(StructureKind Kind, string Text, IReadOnlyList<string> Columns)
{
    /// <summary>Whether no effect can be estimated while it is so.</summary>
    public bool Forbids => Kind == StructureKind.OutcomeFollows;
}

/// <summary>What kind of thing that is.</summary>
public enum StructureKind
{
    /// <summary>The outcome is a function of covariates.</summary>
    OutcomeFollows,

    /// <summary>A covariate follows the outcome closely.</summary>
    NearOutcome,

    /// <summary>A covariate was measured after treatment, or may have been.</summary>
    AfterTreatment,

    /// <summary>A covariate says which arm a row is in.</summary>
    TellsTreatment,

    /// <summary>A covariate is recorded, or varies, in one arm only.</summary>
    OneArm,

    /// <summary>The outcome does not vary in an arm.</summary>
    ConstantOutcome,

    /// <summary>A column is another's copy.</summary>
    Copy,

    /// <summary>A column is the sum of others.</summary>
    Sum,

    /// <summary>Rows are copies of others.</summary>
    Duplicates,

    /// <summary>There are more columns than rows.</summary>
    TooManyColumns,

    /// <summary>Rows belong together.</summary>
    Repeated,
}
