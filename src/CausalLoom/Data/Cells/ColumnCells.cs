namespace CausalLoom.Data.Cells;

/// <summary>A column's cells with what each of their entries looks like.</summary>
internal sealed class ColumnCells
{
    private readonly CellStore _store;
    private readonly int[] _kinds = new int[Enum.GetValues<CellKind>().Length];

    public ColumnCells(string name, CellStore store, MissingTokens missing)
    {
        Name = name;
        _store = store;
        Values = new CellValue[store.Entries];
        for (int entry = 0; entry < Values.Length; entry++)
        {
            ReadOnlySpan<byte> text = store.Entry(entry);
            Values[entry] = missing.Contains(text) ? new CellValue(CellKind.Missing) : CellValue.Of(text);
        }

        Replace(Values);
    }

    public string Name { get; }

    public CellValue[] Values { get; private set; }

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
