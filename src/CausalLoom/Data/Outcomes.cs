using System.Collections;

namespace CausalLoom.Data;

/// <summary>
/// The outcome of each row as a number: in its own units, or 0 and 1 where it has two levels (1 the event). Nothing is missing. Read-only.
/// </summary>
public sealed class Outcomes : IReadOnlyList<double>
{
    internal Outcomes(Column column, double[] values) => (Column, Values) = (column, values);

    // Of a column without missing values: numbers, or the codes of two levels.
    internal Outcomes(Column column)
        : this(column, column switch
        {
            BinaryColumn binary => Array.ConvertAll(binary.Codes, code => (double)code),
            ContinuousColumn continuous => continuous.Values,
            _ => column.ToNumbers(),
        })
    {
    }

    /// <summary>The outcome as a column, which knows its type, levels and decimals.</summary>
    public Column Column { get; }

    /// <summary>Whether the outcome has two levels (risks) rather than being a number.</summary>
    public bool IsTwoLevel => Column.Type == ColumnType.Binary;

    /// <summary>n.</summary>
    public int Count => Values.Length;

    /// <summary>The outcomes as they are stored. Not to be written to.</summary>
    internal double[] Values { get; }

    /// <summary>The outcome of a row.</summary>
    public double this[int row] => Values[row];

    /// <summary>The outcomes of the given rows, in that order (repeats allowed).</summary>
    public Outcomes Take(ReadOnlySpan<int> rows)
    {
        double[] taken = new double[rows.Length];
        for (int i = 0; i < taken.Length; i++)
        {
            taken[i] = Values[rows[i]];
        }

        return new Outcomes(Column.Take(rows), taken);
    }

    /// <inheritdoc />
    public IEnumerator<double> GetEnumerator() => ((IEnumerable<double>)Values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Values.GetEnumerator();
}
