using System.Globalization;

namespace CausalLoom.Data;

/// <summary>A column of levels: codes into a list of level names.</summary>
public abstract class DiscreteColumn : Column
{
    private readonly double[] _numbers;

    private protected DiscreteColumn(string name, int[] codes, string[] levels)
        : base(name, (codes ?? throw new ArgumentNullException(nameof(codes))).Length, Missing(codes))
    {
        ArgumentNullException.ThrowIfNull(levels);
        foreach (int code in codes)
        {
            if (code < -1 || code >= levels.Length)
            {
                throw new ArgumentException($"Column {name} has code {code} and {levels.Length} levels.", nameof(codes));
            }
        }

        Codes = codes;
        Levels = levels;
        _numbers = LevelNumbers(levels);
    }

    // Rows of a column that was checked: codes, levels and their numbers are known to be right.
    private protected DiscreteColumn(DiscreteColumn from, ReadOnlySpan<int> rows)
        : this(from, TakeValues(from.Codes, rows))
    {
    }

    private DiscreteColumn(DiscreteColumn from, int[] codes)
        : base(from.Name, codes.Length, Missing(codes)) => (Codes, Levels, _numbers) = (codes, from.Levels, from._numbers);

    /// <summary>Codes into <see cref="Levels"/>; −1 where missing. Not to be written to.</summary>
    public int[] Codes { get; }

    /// <summary>The level names, as CSV has them, in code order. Not to be written to.</summary>
    public string[] Levels { get; }

    /// <inheritdoc />
    public override double NumberAt(int row) => Codes[row] < 0 ? double.NaN : _numbers[Codes[row]];

    /// <inheritdoc />
    public override string TextAt(int row) => Codes[row] < 0 ? string.Empty : Levels[Codes[row]];

    /// <summary>The numbers that stand for levels: their own where every level is a number, otherwise 0, 1, 2, ….</summary>
    public static double[] LevelNumbers(string[] levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        double[] numbers = new double[levels.Length];
        for (int i = 0; i < levels.Length; i++)
        {
            if (!double.TryParse(levels[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i])
                || !double.IsFinite(numbers[i]))
            {
                return [.. Enumerable.Range(0, levels.Length).Select(code => (double)code)];
            }
        }

        return numbers;
    }

    // Most columns have none: they need no mask.
    private static bool[]? Missing(int[] codes)
    {
        int all = 0;
        foreach (int code in codes)
        {
            all |= code;
        }

        return all < 0 ? Array.ConvertAll(codes, c => c < 0) : null;
    }
}
