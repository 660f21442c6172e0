using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Autoregressive.Tokens;

/// <summary>
/// Tokens of numbers: bins in ascending order (<see cref="NumberBins"/>), each with the law of the numbers in it
/// (<see cref="BinLaw"/>), then the missing token. A lattice (whole numbers, numbers that repeat) gives its own numbers only.
/// </summary>
internal sealed class NumberTokens : ColumnTokens
{
    /// <summary>A column in which a distinct number occurs this often on average is a lattice.</summary>
    private const double LatticeRepeats = 3;

    /// <summary>The most distinct numbers that are kept of a continuum; beyond, quantiles stand for them.</summary>
    private const int MaxKnots = 16_384;

    private readonly double[] _values, _counts;
    private readonly int[] _starts;
    private readonly bool _lattice;
    private readonly BinLaw[] _laws;

    private NumberTokens(double[] values, double[] counts, int[] starts, bool lattice, double[] tokenCounts, int missing)
        : base(tokenCounts, missing)
    {
        _values = values;
        _counts = counts;
        _starts = starts;
        _lattice = lattice;
        _laws = [.. Enumerable.Range(0, starts.Length).Select(Law)];
    }

    internal override bool IsOrdered => true;

    internal static NumberTokens Fit(Column column, TokenOptions options)
    {
        double[] sorted = [.. column.ToNumbers().Where(x => !double.IsNaN(x))];
        Array.Sort(sorted);
        List<double> values = [], counts = [];
        foreach (double x in sorted)
        {
            if (values.Count == 0 || values[^1] != x)
            {
                values.Add(x);
                counts.Add(0);
            }

            counts[^1]++;
        }

        bool lattice = column.Type == ColumnType.Integer || sorted.Length >= LatticeRepeats * values.Count;
        (double[] kept, double[] weights) = lattice ? ([.. values], [.. counts]) : Thin([.. values], [.. counts]);
        return Make(kept, weights, kept.Length == 0 ? [] : NumberBins.Cut(weights, options), lattice, column.MissingCount);
    }

    /// <summary>Whether the token stands for one number.</summary>
    internal bool IsAtom(int token) => token != Missing && End(token) - _starts[token] == 1;

    /// <summary>
    /// The token of a number: the bin that holds it, or the nearer of two where it lies between them; −1 where there is none.
    /// </summary>
    internal override int TokenOf(double value)
    {
        int low = 0, high = _starts.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _values[End(middle) - 1] < value ? (middle + 1, high) : (low, middle);
        }

        if (low == _starts.Length)
        {
            return low - 1;
        }

        bool between = low > 0 && value < _values[_starts[low]];
        return between && value <= Middle(_values[_starts[low] - 1], _values[_starts[low]]) ? low - 1 : low;
    }

    internal override double Decode(int token, RandomStream stream) => token == Missing ? double.NaN : Quantile(token, stream.NextDouble());

    /// <summary>The quantile of the law within a bin, u in [0, 1].</summary>
    internal double Quantile(int token, double u) => _laws[token].Quantile(u);

    internal override void Save(ModelState state, int column)
    {
        state.Tensors[$"numbers.{column}"] = new Tensor([.. _values, .. _counts], 2, _values.Length);
        state.Tensors[$"bins.{column}"] = new Tensor([.. _starts.Select(s => (double)s)], _starts.Length);
        state.Tensors[$"facts.{column}"] = new Tensor([_lattice ? 1 : 0, Missing < 0 ? 0 : Counts[Missing]], 2);
    }

    internal static NumberTokens Load(ModelState state, int column, int distinct, int bins)
    {
        double[] both = state.Doubles($"numbers.{column}", 2, distinct), facts = state.Doubles($"facts.{column}", 2);
        double[] values = both[..distinct], counts = both[distinct..];
        int[] starts = Array.ConvertAll(state.Doubles($"bins.{column}", bins), s => double.IsFinite(s) ? (int)s : -1);
        bool ascending = Ascends(values) && Ascends(starts) && (distinct == 0 || bins > 0);
        return ascending && (bins == 0 || (starts[0] == 0 && starts[^1] < distinct)) && counts.All(n => n > 0 && double.IsFinite(n))
            && (bins > 0 || facts[1] > 0) && facts[1] >= 0
            ? Make(values, counts, starts, facts[0] != 0, facts[1])
            : throw LayoutJson.Damaged("numbers");
    }

    /// <summary>How many distinct numbers and bins <see cref="Load"/> needs to be told.</summary>
    internal (int Distinct, int Bins) Sizes => (_values.Length, _starts.Length);

    private static NumberTokens Make(double[] values, double[] counts, int[] starts, bool lattice, double missing)
    {
        double[] tokens = new double[starts.Length + (missing > 0 ? 1 : 0)];
        for (int k = 0; k < starts.Length; k++)
        {
            int end = k + 1 < starts.Length ? starts[k + 1] : values.Length;
            for (int i = starts[k]; i < end; i++)
            {
                tokens[k] += counts[i];
            }
        }

        if (missing > 0)
        {
            tokens[^1] = missing;
        }

        return new NumberTokens(values, counts, starts, lattice, tokens, missing > 0 ? starts.Length : -1);
    }

    /// <summary>At most <see cref="MaxKnots"/> numbers of equal mass, the smallest and the largest among them.</summary>
    private static (double[] Values, double[] Counts) Thin(double[] values, double[] counts)
    {
        if (values.Length <= MaxKnots)
        {
            return (values, counts);
        }

        // Heavy numbers stay what they are; runs of light ones are stood for by their middle.
        double mass = counts.Sum() / MaxKnots * 2;
        List<double> kept = [values[0]], weights = [counts[0]];
        double open = 0;
        for (int i = 1, from = 1; i < values.Length - 1; i++)
        {
            open += counts[i];
            if (open >= mass || counts[i + 1] >= mass || i == values.Length - 2)
            {
                kept.Add(values[(from + i) / 2]);
                weights.Add(open);
                (from, open) = (i + 1, 0);
            }
        }

        return ([.. kept, values[^1]], [.. weights, counts[^1]]);
    }

    private static bool Ascends<T>(T[] values)
        where T : IComparable<T>
    {
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i].CompareTo(values[i - 1]) <= 0)
            {
                return false;
            }
        }

        return true;
    }

    private static double Middle(double a, double b) => (0.5 * a) + (0.5 * b);

    private int End(int bin) => bin + 1 < _starts.Length ? _starts[bin + 1] : _values.Length;

    private BinLaw Law(int bin)
    {
        int start = _starts[bin], end = End(bin);
        // An edge is shared with a neighbour that is a continuum too; an atom lends nothing of its surroundings.
        double low = start > 0 && !IsAtom(bin - 1) ? Middle(_values[start - 1], _values[start]) : _values[start];
        double high = end < _values.Length && !IsAtom(bin + 1) ? Middle(_values[end - 1], _values[end]) : _values[end - 1];
        return new BinLaw(_values.AsSpan(start, end - start), _counts.AsSpan(start, end - start), low, high, _lattice);
    }
}
