using System.Globalization;
using CausalLoom.Data.Cells;

namespace CausalLoom.Data.Formats;

/// <summary>The cells of one block of a column as a typed file wants them.</summary>
internal sealed class OutCells
{
    private const double SecondsPerDay = 86400;
    private readonly OutColumn _out;
    private readonly WrittenColumn _written;
    private readonly Column _column;
    private readonly double[] _levelNumbers = [];
    private readonly long[] _levelWholes = [];

    public OutCells(OutColumn column, WrittenColumn written)
    {
        (_out, _written, _column) = (column, written, written.First);
        string[] levels = (_column as DiscreteColumn)?.Levels ?? [];
        if (column.Kind == OutKind.Whole)
        {
            _levelWholes = Array.ConvertAll(levels, level => long.Parse(level, CultureInfo.InvariantCulture));
        }
        else if (column.Kind != OutKind.Text)
        {
            _levelNumbers = Array.ConvertAll(levels, level => double.Parse(level, CultureInfo.InvariantCulture));
        }
    }

    public int Count => _column.Count;

    public bool IsMissing(int row) => _column.IsMissing(row) && (_out.Kind != OutKind.Text || _written.TextAt(row).Length == 0);

    /// <summary>Why a value is missing: the letter that SAS gives it, a point where none.</summary>
    public char Letter(int row) =>
        _written.Second is { } kinds && OutColumn.Letter(kinds.TextAt(row)) is not '\0' and char letter ? letter : '.';

    /// <summary>The number, which is not missing: as CSV would round it; of dates days, of date-times and times seconds.</summary>
    public double Number(int row)
    {
        double value = _column switch
        {
            ContinuousColumn { Decimals: { } decimals } rounded => Math.Round(rounded.Values[row], decimals) + 0.0,
            ContinuousColumn real => real.Values[row],
            IntegerColumn integer => integer.Values[row],
            DiscreteColumn discrete when _levelWholes.Length > 0 => _levelWholes[discrete.Codes[row]],
            DiscreteColumn discrete => _levelNumbers[discrete.Codes[row]],
            _ => throw new InvalidOperationException("There is no fifth kind of column."),
        };
        value *= _out.Scale;
        return _out.Kind switch
        {
            OutKind.Date => OutTime.IsDay(Math.Round(value)) ? Math.Round(value) : throw Outside(row),
            OutKind.DateTime => OutTime.IsSecond(value) ? value : throw Outside(row),
            OutKind.Time => value is >= 0 and < SecondsPerDay ? value : throw Outside(row),
            _ => value,
        };
    }

    /// <summary>The whole number, which is not missing.</summary>
    public long Whole(int row) => _column is IntegerColumn integer ? integer.Values[row]
        : _levelWholes[((DiscreteColumn)_column).Codes[row]];

    /// <summary>The text, which is not missing.</summary>
    public string Text(int row) => _written.TextAt(row);

    private CausalLoomException Outside(int row) => FormatErrors.CannotHold("A column of dates or times", _out.Name, row + 1,
        $"'{_written.TextAt(row)}' is none. Write .csv instead.");
}
