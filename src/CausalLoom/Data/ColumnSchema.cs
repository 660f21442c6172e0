namespace CausalLoom.Data;

/// <summary>What a schema says of one column; what it leaves open is inferred from the data.</summary>
/// <param name="Name">The column's name, exactly as the header has it.</param>
public sealed record ColumnSchema(string Name)
{
    /// <summary>The type, or null to infer it.</summary>
    public ColumnType? Type { get; init; }

    /// <summary>The role, or null for the default: a covariate, unless the column is an identifier or empty.</summary>
    public ColumnRole? Role { get; init; }

    /// <summary>
    /// The levels of a two-level or categorical column in code order, or null for those found. For a treatment the first is
    /// control; for an outcome the second is the event. A value outside them is refused.
    /// </summary>
    public IReadOnlyList<string>? Levels { get; init; }

    /// <summary>The decimals that generated values are rounded to, or null for those the data agree on.</summary>
    public int? Decimals { get; init; }

    /// <summary>The smallest value allowed, or null.</summary>
    public double? Minimum { get; init; }

    /// <summary>The largest value allowed, or null.</summary>
    public double? Maximum { get; init; }

    /// <summary>How numbers are written where that is not plain, or null.</summary>
    public Cells.CellForm? Form { get; init; }

    /// <summary>What the column holds, in words, or null.</summary>
    public string? Label { get; init; }

    /// <summary>The display format of a file of SAS or CDISC, such as `8.2` or `DATE9.`, which is written again; or null.</summary>
    public string? Display { get; init; }

    /// <summary>What levels mean, by level, or null.</summary>
    public IReadOnlyDictionary<string, string>? LevelLabels { get; init; }

    /// <summary>When it was measured, or null where that is not said.</summary>
    public ColumnTiming? Timing { get; init; }

    /// <summary>Further texts that mean missing in this column, or null.</summary>
    public IReadOnlyList<string>? Missing { get; init; }

    /// <summary>Whether the texts of its missing cells are kept apart, as a column of their own beside it.</summary>
    public bool MissingKinds { get; init; }

    /// <summary>The column of the file that it is a part of, or null.</summary>
    public string? From { get; init; }

    /// <summary>Which part of it.</summary>
    public ColumnPart Part { get; init; }

    /// <summary>What is between the numbers of a pair.</summary>
    public string Between { get; init; } = string.Empty;

    /// <summary>Gets what is behind the second number of a pair, such as a unit.</summary>
    public string After { get; init; } = string.Empty;
}
