namespace CausalLoom.Data.Formats;

/// <summary>
/// A table as rows of cells in UTF-8 text, whatever file they are from: types are inferred from these texts and from nothing else, so that
/// every format shares the inference. Numbers are the shortest text that reads back as the same number, dates `yyyy-MM-dd`, date-times
/// `yyyy-MM-ddTHH:mm:ss`, times `HH:mm:ss`, truth values `TRUE` and `FALSE`; a missing cell is empty, and SAS's special missing values are
/// `.A` … `.Z` and `._`.
/// </summary>
internal interface ICellSource : IDisposable
{
    /// <summary>Gets the columns, in order.</summary>
    IReadOnlyList<CellColumn> Columns { get; }

    /// <summary>Moves to the next row; false behind the last.</summary>
    /// <exception cref="CausalLoomException">The file is damaged; the message says where.</exception>
    bool Read();

    /// <summary>The text of a cell of the row; valid until the next <see cref="Read"/>.</summary>
    ReadOnlySpan<byte> Cell(int column);
}
