using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Text.Rows;

/// <summary>Rows written out as tokens, padded at their ends to the longest, with the tokens that count as targets.</summary>
internal sealed class RowBatch
{
    private readonly RowLanguage _language;
    private readonly long[][] _codes;
    private readonly bool _names, _random;
    private readonly List<(int Row, int Token, int Column)> _starts = [];
    private readonly List<int> _row = [];
    private readonly List<bool> _counts = [];
    private readonly List<(int[] Tokens, bool[] Counts)> _rows = [];
    private readonly int[] _order;
    private int[] _tokens = [], _targets = [], _lengths = [], _counted = [];

    internal RowBatch(RowLanguage language, long[][] codes, GreatOptions options)
    {
        _language = language;
        _codes = codes;
        _names = options.Decoding == RowDecoding.Free;
        _random = options.RandomOrder;
        _order = new int[codes.Length];
    }

    /// <summary>Tokens of each padded row.</summary>
    internal int Length { get; private set; }

    /// <summary>Input tokens [rows × length]; −1 = padding.</summary>
    internal ReadOnlySpan<int> Tokens(int first, int count) => _tokens.AsSpan(first * Length, count * Length);

    /// <summary>The token after each, or −1 where it does not count.</summary>
    internal ReadOnlySpan<int> Targets(int first, int count) => _targets.AsSpan(first * Length, count * Length);

    /// <summary>Tokens in use of each row.</summary>
    internal ReadOnlySpan<int> Lengths(int first, int count) => _lengths.AsSpan(first, count);

    /// <summary>The token after which each value begins: row of the batch, place in it, column.</summary>
    internal IReadOnlyList<(int Row, int Token, int Column)> Starts => _starts;

    /// <summary>How many targets count in some rows.</summary>
    internal int Counted(int first, int count)
    {
        int sum = 0;
        foreach (int each in _counted.AsSpan(first, count))
        {
            sum += each;
        }

        return sum;
    }

    /// <summary>Writes rows, the columns of each in an order drawn from the stream.</summary>
    internal void Write(ReadOnlySpan<int> rows, RandomStream orders)
    {
        _rows.Clear();
        _starts.Clear();
        foreach (int row in rows)
        {
            WriteRow(row, orders);
        }

        Length = _rows.Max(r => r.Tokens.Length) - 1;
        if (_tokens.Length < rows.Length * Length)
        {
            _tokens = new int[rows.Length * Length];
            _targets = new int[rows.Length * Length];
        }

        if (_lengths.Length < rows.Length)
        {
            _lengths = new int[rows.Length];
            _counted = new int[rows.Length];
        }

        _tokens.AsSpan(0, rows.Length * Length).Fill(-1);
        _targets.AsSpan(0, rows.Length * Length).Fill(-1);
        for (int i = 0; i < _rows.Count; i++)
        {
            Pad(i);
        }
    }

    private void Pad(int i)
    {
        (int[] tokens, bool[] counts) = _rows[i];
        _lengths[i] = tokens.Length - 1;
        _counted[i] = 0;
        for (int t = 0; t + 1 < tokens.Length; t++)
        {
            _tokens[(i * Length) + t] = tokens[t];
            if (counts[t + 1])
            {
                _targets[(i * Length) + t] = tokens[t + 1];
                _counted[i]++;
            }
        }
    }

    private void WriteRow(int row, RandomStream orders)
    {
        for (int j = 0; j < _order.Length; j++)
        {
            _order[j] = j;
        }

        if (_random)
        {
            orders.Shuffle<int>(_order);
        }

        _row.Clear();
        _counts.Clear();
        for (int k = 0; k < _order.Length; k++)
        {
            // The comma of a prompt ends the value before it, which the model has to learn.
            int[] prompt = _language.Prompt(_order[k], k == 0), value = _language.Value(_order[k], _codes[_order[k]][row]);
            _row.AddRange(prompt);
            _starts.Add((_rows.Count, _row.Count - 1, _order[k]));
            _row.AddRange(value);
            for (int t = 0; t < prompt.Length; t++)
            {
                _counts.Add(k > 0 && (t == 0 || _names));
            }

            for (int t = 0; t < value.Length; t++)
            {
                _counts.Add(true);
            }
        }

        _row.Add(_language.End);
        _counts.Add(true);
        _rows.Add(([.. _row], [.. _counts]));
    }
}
