namespace CausalLoom.Data.Encoders;

/// <summary>
/// Finds groups of discrete columns with structural zeros: combinations that never occur although, if the columns were
/// independent, at least <see cref="ExpectedRows"/> rows would have them (chance e^−20 a combination under independence).
/// </summary>
internal sealed class ModeSpecificGroupFinder
{
    private const double ExpectedRows = 20;
    private const int MaxValues = 32;
    private const int MaxColumns = 400;
    private const int RowsPerPattern = 10;

    private readonly Table _table;
    private readonly int _maxPatterns;
    private readonly List<int> _columns = [];
    private readonly List<int[]> _codes = [];
    private readonly List<double[]> _numbers = [];

    private ModeSpecificGroupFinder(Table table, ModeSpecificOptions options, int maxPatterns)
    {
        _table = table;
        _maxPatterns = Math.Min(maxPatterns, table.Rows / RowsPerPattern);
        for (int j = 0; j < table.Columns.Count && _columns.Count < MaxColumns; j++)
        {
            double[] numbers = ModeSpecificGroups.Numbers(table.Columns[j]);
            double[] values = [.. numbers.Distinct().Order()];
            int most = table.Columns[j] is DiscreteColumn ? MaxValues : options.MaxDistinctAsLevels;
            if (values.Length > 1 && values.Length <= most)
            {
                _columns.Add(j);
                _numbers.Add(numbers);
                _codes.Add(Array.ConvertAll(numbers, x => Array.FindIndex(values, v => v.Equals(x))));
            }
        }
    }

    /// <summary>The groups of a table; none where nothing is structural. Deterministic.</summary>
    internal static ModeSpecificGroups Find(Table table, ModeSpecificOptions options, int maxPatterns)
    {
        ModeSpecificGroupFinder finder = new(table, options, maxPatterns);
        int[][] groups = finder.Grow();
        double[][][] patterns = [.. groups.Select(finder.Observed)];
        return new ModeSpecificGroups(TableLayout.Of(table), [.. groups.Select(g => g.Select(c => finder._columns[c]).ToArray())],
            patterns);
    }

    /// <summary>Joins the pairs with the largest forbidden mass first, as long as a group's combinations stay few.</summary>
    private int[][] Grow()
    {
        List<(double Mass, int First, int Second)> pairs = [];
        for (int second = 0; second < _columns.Count && _maxPatterns > 1; second++)
        {
            for (int first = 0; first < second; first++)
            {
                double mass = ForbiddenMass(_codes[first], _codes[second]);
                if (mass > 0)
                {
                    pairs.Add((mass, first, second));
                }
            }
        }

        List<int>[] group = [.. Enumerable.Range(0, _columns.Count).Select(c => new List<int> { c })];
        foreach ((_, int first, int second) in pairs.OrderByDescending(p => p.Mass).ThenBy(p => p.First).ThenBy(p => p.Second))
        {
            int[] joined = [.. group[first].Union(group[second]).Order()];
            if (group[first] != group[second] && CountPatterns(joined) <= _maxPatterns)
            {
                List<int> union = [.. joined];
                joined.ToList().ForEach(c => group[c] = union);
            }
        }

        return [.. group.Distinct().Where(g => g.Count > 1).Select(g => g.ToArray())];
    }

    /// <summary>The share of rows that independence would put into combinations that never occur, each of at least so many rows.</summary>
    private static double ForbiddenMass(int[] first, int[] second)
    {
        int a = first.Max() + 1, b = second.Max() + 1;
        double[] cells = new double[a * b], left = new double[a], right = new double[b];
        for (int i = 0; i < first.Length; i++)
        {
            cells[(first[i] * b) + second[i]]++;
            left[first[i]]++;
            right[second[i]]++;
        }

        double mass = 0;
        for (int cell = 0; cell < cells.Length; cell++)
        {
            double expected = left[cell / b] * right[cell % b] / first.Length;
            mass += cells[cell] == 0 && expected >= ExpectedRows ? expected / first.Length : 0;
        }

        return mass;
    }

    private int CountPatterns(int[] columns)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int i = 0; i < _table.Rows && seen.Count <= _maxPatterns; i++)
        {
            seen.Add(Key(columns, i));
        }

        return seen.Count;
    }

    /// <summary>The combinations that occur, in the order of their codes.</summary>
    private double[][] Observed(int[] columns)
    {
        SortedDictionary<string, double[]> patterns = new(StringComparer.Ordinal);
        for (int i = 0; i < _table.Rows; i++)
        {
            patterns.TryAdd(Key(columns, i), [.. columns.Select(c => _numbers[c][i])]);
        }

        return [.. patterns.Values];
    }

    private string Key(int[] columns, int row) => new([.. columns.Select(c => (char)('0' + _codes[c][row]))]);
}
