namespace CausalLoom.Data;

/// <summary>How a CSV file is read. The defaults are those of the command line.</summary>
public sealed record CsvOptions
{
    /// <summary>The texts that mean missing, besides empty cells, if a user names none; case does not matter.</summary>
    public static IReadOnlyList<string> DefaultMissingTokens { get; } = ["NA", "NaN", "null", ".", "#N/A", "N/A"];

    /// <summary>The separator, or null to detect `,`, `;` or tab.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The texts that mean missing; an empty cell always does.</summary>
    public IReadOnlyList<string> MissingTokens { get; init; } = DefaultMissingTokens;

    /// <summary>The longest cell, in bytes of UTF-8.</summary>
    public int MaxCellBytes { get; init; } = 1 << 20;

    /// <summary>The fewest rows accepted.</summary>
    public int MinimumRows { get; init; } = 1;

    /// <summary>The fewest columns accepted.</summary>
    public int MinimumColumns { get; init; } = 1;

    /// <summary>Types, levels and roles that are known; what it leaves open is inferred. All its columns must be there.</summary>
    public Schema? Schema { get; init; }

    /// <summary>Columns to leave out, which must exist: their cells are checked as text but not understood.</summary>
    public IReadOnlyCollection<string> Skip { get; init; } = [];

    /// <summary>The only columns to read, or null for all; the others are treated as <see cref="Skip"/> has it.</summary>
    public IReadOnlyCollection<string>? Only { get; init; }

    /// <summary>
    /// Whether the file is to be like the one <see cref="Schema"/> was found in: columns that it does not have are left out,
    /// identifiers may be absent, and a whole-number column may hold fractions (with a warning).
    /// </summary>
    public bool LikeSchema { get; init; }

    /// <summary>Whether cells that fit no reading of a column of numbers become missing, named, instead of being refused.</summary>
    public bool Lenient { get; init; }

    /// <summary>Whether a row of empty cells is a row, as it is among known cells, or left out and said.</summary>
    internal bool KeepEmptyRows { get; init; }

    /// <summary>Observed every few thousand rows and between columns.</summary>
    public CancellationToken Cancellation { get; init; }
}
