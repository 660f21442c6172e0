namespace CausalLoom.Data;

/// <summary>A file read and split by role, ready to study.</summary>
/// <param name="Path">The file.</param>
/// <param name="Table">All columns but those left out, in file order.</param>
/// <param name="Schema">Type and role of every column of the file; the treatment's levels are control, treated.</param>
/// <param name="Data">Covariates, treatment and outcome.</param>
/// <param name="Notes">What is worth knowing, one line each.</param>
/// <param name="Warnings">What changes numbers or deserves a look, one line each.</param>
public sealed record LoadedData(string Path, Table Table, Schema Schema, CausalData Data, IReadOnlyList<string> Notes,
    IReadOnlyList<string> Warnings)
{
    /// <summary>The columns of the file that are not used, and why.</summary>
    public IReadOnlyList<LeftOutColumn> LeftOut { get; init; } = [];

    /// <summary>What was found in how the columns hang together.</summary>
    public IReadOnlyList<StructureFinding> Structure { get; init; } = [];

    /// <summary>How many rows the file has.</summary>
    public int RowsRead { get; init; } = Table.Rows;

    /// <summary>Rows that were left out, a reason each, with how many.</summary>
    public IReadOnlyList<(string Reason, int Rows)> DroppedRows { get; init; } = [];

    /// <summary>Where rows without an outcome are weighted for: those rows too, and for each whether its outcome is there; else
    /// null.</summary>
    internal (Table Table, bool[] Observed)? WithUnobserved { get; init; }

    /// <summary>The columns that are modelled, covariates, treatment and outcome, in file order.</summary>
    public Table ModelledTable => Table.Select(Table.Columns.Select(column => column.Name)
        .Where(name => name == Data.TreatmentSpace.Name || name == Data.OutcomeColumn.Name || Data.Covariates.Contains(name)));
}
