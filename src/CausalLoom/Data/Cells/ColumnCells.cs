namespace CausalLoom.Data.Cells;

/// <summary>A column's cells with what each of their entries looks like.</summary>
internal sealed class ColumnCells
{
    private CellStore _store;
    private readonly MissingTokens _missing;
    private readonly int[] _kinds = new int[Enum.GetValues<CellKind>().Length];

    public ColumnCells(string name, CellStore store, MissingTokens missing)
    {
        (Name, _store, _missing) = (name, store, missing);
        Replace(Understood());
    }

    /// <summary>Gets the rows that are kept as numbers apart from entries; null: there are none.</summary>
    public NumberLane? Lane => _store.Lane;

    /// <summary>Gets a value indicating whether all cells of a column with a lane are plain numbers or missing.</summary>
    public bool IsPlainLane => Lane is { Rows: > 0 } && Count(CellKind.Whole, CellKind.Decimal, CellKind.Missing) == Values.Length;

    /// <summary>Gives every row an entry again.</summary>
    public void LeaveLane()
    {
        if (Lane is not null)
        {
            _store = _store.WithoutLane();
            Replace(Understood());
        }
    }

    private CellValue[] Understood()
    {
        CellValue[] values = new CellValue[_store.Entries];
        for (int entry = 0; entry < values.Length; entry++)
        {
            ReadOnlySpan<byte> text = _store.Entry(entry);
            values[entry] = _missing.Contains(text) ? new CellValue(CellKind.Missing) : CellValue.Of(text);
        }

        return values;
    }

    public string Name { get; }

    public CellValue[] Values { get; private set; } = [];

    public int Rows => _store.Rows;

    public ReadOnlySpan<int> Codes => _store.Codes;

    /// <summary>Gets a value indicating whether no two entries have the same text.</summary>
    public bool IsShared => _store.IsShared;

    /// <summary>Gets the number of entries that are not missing.</summary>
    public int Present => Values.Length - Count(CellKind.Missing);

    public int Count(params ReadOnlySpan<CellKind> kinds)
    {
        int count = 0;
        foreach (CellKind kind in kinds)
        {
            count += _kinds[(int)kind];
        }

        return count;
    }

    /// <summary>Takes another reading of the entries.</summary>
    public void Replace(CellValue[] values)
    {
        Values = values;
        Array.Clear(_kinds);
        foreach (CellValue value in values)
        {
            _kinds[(int)value.Kind]++;
        }
    }

    /// <summary>The text of each entry.</summary>
    public string[] Texts() => [.. Values.Select((_, entry) => _store.Text(entry))];

    /// <summary>Takes entries of these texts as missing too.</summary>
    public void SetMissing(MissingTokens tokens) => Replace(
        [.. Values.Select((value, entry) => tokens.Contains(_store.Entry(entry)) ? new CellValue(CellKind.Missing) : value)]);

    public string Text(int entry) => _store.Text(entry);

    public ReadOnlySpan<byte> Bytes(int entry) => _store.Entry(entry);

    public string TextAt(int row) => Text(Codes[row]);

    /// <summary>The first row whose cell is of a kind that passes; −1 where there is none.</summary>
    public int FirstRow(Func<CellValue, bool> passes)
    {
        ReadOnlySpan<int> codes = Codes;
        for (int row = 0; row < codes.Length; row++)
        {
            if (passes(Values[codes[row]]))
            {
                return row;
            }
        }

        return -1;
    }

    /// <summary>The number of rows of each entry.</summary>
    public int[] RowsOfEntry()
    {
        int[] rows = new int[Values.Length];
        foreach (int code in Codes)
        {
            rows[code]++;
        }

        return rows;
    }
}
