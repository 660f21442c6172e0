namespace CausalLoom.Data;

/// <summary>
/// A named column of a <see cref="Table"/>: contiguous immutable values with a missing mask. The four kinds are
/// <see cref="ContinuousColumn"/>, <see cref="IntegerColumn"/>, <see cref="BinaryColumn"/> and <see cref="CategoricalColumn"/>.
/// </summary>
public abstract class Column
{
    private readonly bool[]? _missing;

    private protected Column(string name, int count, bool[]? missing)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (missing is not null && missing.Length != count)
        {
            throw new ArgumentException($"Column {name} has {count} values and a missing mask of {missing.Length}.", nameof(missing));
        }

        Name = name;
        Count = count;
        MissingCount = missing is null ? 0 : MemoryExtensions.Count(missing, true);
        _missing = MissingCount == 0 ? null : missing;
    }

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>How many values are missing.</summary>
    public int MissingCount { get; }

    /// <summary>How the values are to be understood.</summary>
    public abstract ColumnType Type { get; }

    /// <summary>Whether the value in that row is missing.</summary>
    public bool IsMissing(int row) => _missing is not null && _missing[row];

    /// <summary>The missing mask, or null where nothing is missing. Not to be written to.</summary>
    public bool[]? MissingMask => _missing;

    /// <summary>
    /// The value as a number, NaN where missing. A discrete column gives its level's number where every level is one,
    /// and otherwise the level's code.
    /// </summary>
    public abstract double NumberAt(int row);

    /// <summary>The value as text, as CSV has it; empty where missing.</summary>
    public abstract string TextAt(int row);

    /// <summary>The same column with the given rows, in that order (repeats allowed).</summary>
    public abstract Column Take(ReadOnlySpan<int> rows);

    /// <summary>All values as numbers (<see cref="NumberAt"/>).</summary>
    public double[] ToNumbers()
    {
        double[] numbers = new double[Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = NumberAt(i);
        }

        return numbers;
    }

    private protected bool[]? TakeMissing(ReadOnlySpan<int> rows)
    {
        if (_missing is null)
        {
            return null;
        }

        bool[] taken = new bool[rows.Length];
        for (int i = 0; i < taken.Length; i++)
        {
            taken[i] = _missing[rows[i]];
        }

        return taken;
    }

    private protected static T[] TakeValues<T>(T[] values, ReadOnlySpan<int> rows)
    {
        T[] taken = new T[rows.Length];
        for (int i = 0; i < taken.Length; i++)
        {
            taken[i] = values[rows[i]];
        }

        return taken;
    }
}
