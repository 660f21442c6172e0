namespace CausalLoom.Data;

/// <summary>Which file columns play which role: the flags that all verbs of the command line share.</summary>
public sealed record LoadOptions
{
    /// <summary>The treatment column, or null where the schema names it.</summary>
    public string? Treatment { get; init; }

    /// <summary>The treatment's reference level (control), or null: the schema's first, or as the levels' texts and numbers say.</summary>
    public string? Reference { get; init; }

    /// <summary>The outcome column, or null where the schema names it.</summary>
    public string? Outcome { get; init; }

    /// <summary>The covariates, or null for all other columns. Not together with <see cref="Drop"/>.</summary>
    public IReadOnlyList<string>? Covariates { get; init; }

    /// <summary>Columns that are not covariates, or null.</summary>
    public IReadOnlyList<string>? Drop { get; init; }

    /// <summary>A schema file with types and roles, or null.</summary>
    public string? SchemaPath { get; init; }

    /// <summary>Rules that hold in every row; empty: none; null: those of the schema, or as they are found.</summary>
    public IReadOnlyList<string>? Rules { get; init; }

    /// <summary>The texts that mean missing, or null for the default ones; an empty cell always does.</summary>
    public IReadOnlyList<string>? MissingTokens { get; init; }

    /// <summary>The separator, or null to detect it.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Columns that are read and are no covariates, such as clusters, weights and true effects; not hidden by a list of
    /// covariates.</summary>
    public IReadOnlyList<string> Beside { get; init; } = [];

    /// <summary>Columns that make groups of rows: covariates where they are such, and read where a list of covariates leaves them
    /// out.</summary>
    public IReadOnlyList<string> By { get; init; } = [];

    /// <summary>Which rows are read; null: all.</summary>
    public RowFilter? Where { get; init; }

    /// <summary>What becomes of rows whose outcome is missing.</summary>
    public MissingOutcomes MissingOutcome { get; init; }

    /// <summary>Whether cells that fit no reading of a column of numbers become missing, named, instead of being refused.</summary>
    public bool Lenient { get; init; }

    /// <summary>Observed every few thousand rows and between columns.</summary>
    public CancellationToken Cancellation { get; init; }
}
