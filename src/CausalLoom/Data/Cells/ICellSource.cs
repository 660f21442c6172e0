namespace CausalLoom.Data.Cells;

/// <summary>The cells of a table row by row, as UTF-8 text: what a file format gives to the one reader that understands cells.</summary>
internal interface ICellSource : IDisposable
{
    /// <summary>Gets the columns, known from the start; their names differ.</summary>
    IReadOnlyList<CellColumn> Columns { get; }

    /// <summary>Gets the line of the current row in a text file; 0 where there are no lines.</summary>
    long Line { get; }

    /// <summary>Moves to the next row; false at the end.</summary>
    /// <exception cref="CausalLoomException">The file is damaged; the message says where.</exception>
    bool Read();

    /// <summary>A cell of the current row, valid until the next one is read; empty where missing.</summary>
    ReadOnlySpan<byte> Cell(int column);
}
