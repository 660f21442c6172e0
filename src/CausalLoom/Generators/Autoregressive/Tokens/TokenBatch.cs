using CausalLoom.Numerics.Neural;

namespace CausalLoom.Generators.Autoregressive.Tokens;

/// <summary>Rows on their way into networks: a tape and the buffers to fill it from, for one thread.</summary>
internal sealed class TokenBatch
{
    private readonly TokenLayout _layout;
    private readonly int[] _gathers, _embeds;

    internal TokenBatch(TokenLayout layout, int capacity)
    {
        _layout = layout;
        Known = new bool[capacity * layout.Columns.Length];
        _gathers = new int[capacity * (layout.Gathered.Length + 1)];
        _embeds = new int[capacity];
    }

    internal Tape Tape { get; } = new();

    /// <summary>[row of the batch × column]: whether a cell may be looked at. What is false has no influence at all.</summary>
    internal bool[] Known { get; }

    /// <summary>The dense features of the known cells [rows × dense width], zeros elsewhere; null where no column is dense.</summary>
    internal Node? Dense(int[][] tokens, ReadOnlySpan<int> rows)
    {
        if (_layout.DenseWidth == 0)
        {
            return null;
        }

        Node dense = Tape.Input(rows.Length, _layout.DenseWidth);
        Span<float> all = dense.Value;
        int columns = _layout.Columns.Length;
        foreach (int j in _layout.Dense)
        {
            float[] features = _layout.Features[j].Dense;
            int width = _layout.Features[j].Width, start = _layout.Start[j];
            for (int i = 0; i < rows.Length; i++)
            {
                Span<float> cell = all.Slice((i * _layout.DenseWidth) + start, width);
                int token = Known[(i * columns) + j] ? tokens[j][rows[i]] : -1;
                if (token < 0)
                {
                    cell.Clear();
                }
                else
                {
                    features.AsSpan(token * width, width).CopyTo(cell);
                }
            }
        }

        return dense;
    }

    /// <summary>The tokens of the known cells of a column, −1 elsewhere.</summary>
    internal ReadOnlySpan<int> Tokens(int column, int[][] tokens, ReadOnlySpan<int> rows)
    {
        int columns = _layout.Columns.Length;
        for (int i = 0; i < rows.Length; i++)
        {
            _embeds[i] = Known[(i * columns) + column] ? tokens[column][rows[i]] : -1;
        }

        return _embeds.AsSpan(0, rows.Length);
    }

    /// <summary>The weight rows of the known cells of one-hot columns, and last that of the target's group where one is known.</summary>
    internal ReadOnlySpan<int> Gathers(int[][] tokens, ReadOnlySpan<int> rows, TokenTarget? target)
    {
        bool member = target is { IsMember: true };
        int each = _layout.Gathered.Length + (member ? 1 : 0), columns = _layout.Columns.Length;
        for (int g = 0; g < _layout.Gathered.Length; g++)
        {
            int j = _layout.Gathered[g], start = _layout.Start[j];
            for (int i = 0; i < rows.Length; i++)
            {
                int token = Known[(i * columns) + j] ? tokens[j][rows[i]] : -1;
                _gathers[(i * each) + g] = token < 0 ? -1 : start + token;
            }
        }

        for (int i = 0; i < rows.Length && member; i++)
        {
            _gathers[(i * each) + each - 1] = _layout.InputRows + target!.Split!.Group(tokens[target.Column][rows[i]]);
        }

        return _gathers.AsSpan(0, rows.Length * each);
    }

    /// <summary>The target's groups.</summary>
    internal ReadOnlySpan<int> Groups(int[][] tokens, ReadOnlySpan<int> rows, TokenTarget target)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            _embeds[i] = target.Split!.Group(tokens[target.Column][rows[i]]);
        }

        return _embeds.AsSpan(0, rows.Length);
    }
}
