using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural;

/// <summary>
/// A <see cref="MaskedNetwork"/> evaluated column after column, as sampling needs it: the law of a column, then its cells, then
/// the law of the next. Units of a degree are computed as soon as their last column is known, so that all columns together
/// cost one pass. Values are kept unit after unit, all rows of a unit side by side. One pass, one thread.
/// </summary>
public sealed unsafe class MaskedPass
{
    private readonly MaskedNetwork _network;
    private readonly int _rows, _stride, _blocks;
    private readonly PinnedFloats _hidden, _active, _inner, _outputs, _numbers;
    private int _column;

    /// <summary>A pass over so many rows.</summary>
    public MaskedPass(MaskedNetwork network, int rows)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        _network = network;
        _rows = rows;
        _stride = PinnedFloats.RoundUp(rows);
        _blocks = network.Blocks.Count;
        int width = network.Options.Width;
        _hidden = new PinnedFloats(checked(width * _stride));
        _active = new PinnedFloats(checked(_blocks * width * _stride));
        _inner = new PinnedFloats(checked(_blocks * width * _stride));
        _outputs = new PinnedFloats(checked(Math.Max(1, network.Columns.Max(c => c.Outputs)) * _stride));
        _numbers = new PinnedFloats(_stride);
        Restart();
    }

    /// <summary>The number of rows.</summary>
    public int Rows => _rows;

    /// <summary>Begins again at the first column.</summary>
    public void Restart()
    {
        _column = 0;
        Span<float> bias = _network.InputBias.Value;
        for (int u = 0; u < bias.Length; u++)
        {
            _hidden.Span(_hidden.Pointer + ((long)u * _stride), _stride).Fill(bias[u]);
        }
    }

    /// <summary>The outputs of the next column: <paramref name="target"/> is filled [row × outputs of that column].</summary>
    public void Outputs(Span<float> target)
    {
        Segment segment = _network.OutputOf(_column);
        int units = _network.UnitEnd(_column - 1), width = _network.Outputs;
        if (target.Length != _rows * segment.Length)
        {
            throw new ArgumentException($"Column {_column} has {segment.Length} outputs for {_rows} rows, not {target.Length} places.",
                nameof(target));
        }

        Span<float> head = _network.Head.Value, bias = _network.HeadBias.Value;
        for (int o = 0; o < segment.Length; o++)
        {
            float* output = _outputs.Pointer + ((long)o * _stride);
            Collect(head, width, segment.Start + o, units, _hidden.Pointer, bias[segment.Start + o], output);
            for (int i = 0; i < _rows; i++)
            {
                target[(i * segment.Length) + o] = output[i];
            }
        }
    }

    /// <summary>Gives the next column's cells and moves on.</summary>
    /// <param name="numbers">A number for each row; empty where the column has none.</param>
    /// <param name="levels">A level for each row, negative for none; empty where the column has none.</param>
    public void Feed(ReadOnlySpan<float> numbers, ReadOnlySpan<int> levels)
    {
        MaskedColumn column = _network.Columns[_column];
        if (numbers.Length != (column.HasNumber ? _rows : 0) || levels.Length != (column.Levels > 0 ? _rows : 0))
        {
            throw new ArgumentException($"Column {_column} was given {numbers.Length} numbers and {levels.Length} levels for {_rows} rows.",
                nameof(numbers));
        }

        int first = _network.UnitEnd(_column - 1), width = _network.Options.Width;
        Span<float> weight = _network.Input.Value;
        numbers.CopyTo(_numbers.Span(_numbers.Pointer, _rows));
        for (int u = first; u < width; u++)
        {
            float* unit = _hidden.Pointer + ((long)u * _stride);
            if (column.HasNumber)
            {
                ElementKernels.AddScaled(unit, _numbers.Pointer, weight[(_network.NumberAt(_column) * width) + u], unit, _rows);
            }

            for (int i = 0; i < levels.Length; i++)
            {
                unit[i] += levels[i] < 0 ? 0 : weight[(_network.LevelAt(_column, levels[i]) * width) + u];
            }
        }

        Finish(first, _network.UnitEnd(_column));
        _column++;
    }

    /// <summary>Takes units whose inputs are complete through all blocks.</summary>
    private void Finish(int first, int end)
    {
        Activation activation = _network.Options.Activation;
        int width = _network.Options.Width;
        for (int b = 0; b < _blocks; b++)
        {
            (Parameter w1, Parameter b1, Parameter w2, Parameter b2) = _network.Blocks[b];
            float* active = _active.Pointer + ((long)b * width * _stride), inner = _inner.Pointer + ((long)b * width * _stride);
            for (int u = first; u < end; u++)
            {
                ActivationKernels.Forward(activation, _hidden.Pointer + ((long)u * _stride), active + ((long)u * _stride), _rows);
            }

            for (int u = first; u < end; u++)
            {
                float* unit = inner + ((long)u * _stride);
                Collect(w1.Value, width, u, end, active, b1.Value[u], unit);
                ActivationKernels.Forward(activation, unit, unit, _rows);
            }

            for (int u = first; u < end; u++)
            {
                float* unit = _hidden.Pointer + ((long)u * _stride);
                Add(w2.Value, width, u, end, inner, unit);
                new Span<float>(_numbers.Pointer, _rows).Fill(b2.Value[u]);
                ElementKernels.AddScaled(unit, _numbers.Pointer, 1, unit, _rows);
            }
        }
    }

    private void Collect(Span<float> weight, int columns, int column, int units, float* from, float bias, float* to)
    {
        new Span<float>(to, _rows).Fill(bias);
        Add(weight, columns, column, units, from, to);
    }

    private void Add(Span<float> weight, int columns, int column, int units, float* from, float* to)
    {
        for (int i = 0; i < units; i++)
        {
            ElementKernels.AddScaled(to, from + ((long)i * _stride), weight[(i * columns) + column], to, _rows);
        }
    }
}
