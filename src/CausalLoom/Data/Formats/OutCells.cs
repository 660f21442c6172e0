using System.Globalization;

namespace CausalLoom.Data.Formats;

/// <summary>The cells of one block of a column as a typed file wants them.</summary>
internal sealed class OutCells
{
    private readonly Column _column;
    private readonly double[]? _values;
    private readonly long[]? _wholes;
    private readonly int[]? _codes;
    private readonly double[] _levelNumbers = [];
    private readonly long[] _levelWholes = [];
    private readonly int? _decimals;
    private readonly double _scale;

    public OutCells(OutColumn column, Column cells)
    {
        (_column, _scale) = (cells, column.Scale);
        switch (cells)
        {
            case ContinuousColumn continuous:
                (_values, _decimals) = (continuous.Values, continuous.Decimals);
                break;
            case IntegerColumn integer:
                _wholes = integer.Values;
                break;
            default:
                DiscreteColumn discrete = (DiscreteColumn)cells;
                _codes = discrete.Codes;
                if (column.Kind == OutKind.Whole)
                {
                    _levelWholes = Array.ConvertAll(discrete.Levels, level => long.Parse(level, CultureInfo.InvariantCulture));
                }
                else if (column.Kind != OutKind.Text)
                {
                    _levelNumbers = Array.ConvertAll(discrete.Levels, level => double.Parse(level, CultureInfo.InvariantCulture));
                }

                break;
        }
    }

    public int Count => _column.Count;

    public bool IsMissing(int row) => _column.IsMissing(row);

    /// <summary>The number, which is not missing: as CSV would round it; of dates days, of date-times and times seconds.</summary>
    public double Number(int row)
    {
        double value = _values is not null ? _decimals is { } decimals ? Math.Round(_values[row], decimals) + 0.0 : _values[row]
            : _wholes is not null ? _wholes[row] : _levelWholes.Length > 0 ? _levelWholes[_codes![row]] : _levelNumbers[_codes![row]];
        return value * _scale;
    }

    /// <summary>The whole number, which is not missing.</summary>
    public long Whole(int row) => _wholes is not null ? _wholes[row] : _levelWholes[_codes![row]];

    /// <summary>The text, which is not missing.</summary>
    public string Text(int row) => _column.TextAt(row);
}
