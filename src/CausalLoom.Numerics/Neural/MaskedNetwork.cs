using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Neural;

/// <summary>
/// MADE (Germain, Gregor, Murray and Larochelle, "Masked autoencoder for distribution estimation", ICML 2015) with residual
/// blocks and mixed inputs: the outputs of column j depend on the inputs of columns before j only, so that one pass gives
/// every conditional law p(x_j | x_1 … x_{j−1}). Levels are gathered rows of a weight, never one-hot.
/// </summary>
/// <remarks>
/// A unit of degree d depends on columns 0 … d; units are in order of their degrees, which are spread evenly over
/// 0 … columns − 2. h = E(inputs) + b; each block adds W₂ φ(W₁ φ(h) + b₁) + b₂; outputs are H h + c. H starts at 0, so the
/// network starts as a product of margins given by c.
/// </remarks>
public sealed class MaskedNetwork
{
    private readonly MaskedColumn[] _columns;
    private readonly int[] _numberAt, _levelAt, _outputAt, _unitEnd;
    private readonly Parameter _input, _inputBias, _head;
    private readonly (Parameter W1, Parameter B1, Parameter W2, Parameter B2)[] _blocks;
    private readonly List<StaircaseMask> _masks = [];

    /// <summary>Adds the network's parameters to a store.</summary>
    /// <param name="store">Where parameters live.</param>
    /// <param name="columns">The columns, in the order of generation.</param>
    /// <param name="options">Widths.</param>
    /// <param name="stream">Where starting weights come from.</param>
    public MaskedNetwork(ParameterStore store, IReadOnlyList<MaskedColumn> columns, MaskedOptions options, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfZero(columns.Count);
        Options = options;
        _columns = [.. columns];
        _numberAt = Starts(c => c.HasNumber ? 1 : 0, 0);
        Numbers = _numberAt[^1];
        _levelAt = Starts(c => c.Levels, Numbers);
        _outputAt = Starts(c => c.Outputs, 0);
        int width = options.Width;
        int[] degrees = [.. Enumerable.Range(0, width).Select(u => (int)((long)u * Math.Max(1, columns.Count - 1) / width))];
        _unitEnd = [.. Enumerable.Range(0, columns.Count).Select(d => degrees.Count(g => g <= d))];
        _input = store.Add("input.weight", Math.Max(1, _levelAt[^1]), width);
        _inputBias = store.Add("input.bias", 1, width);
        StartInput(degrees, stream.Child("input"));
        _blocks = [.. Enumerable.Range(0, options.Blocks).Select(b => AddBlock(store, b, degrees, stream.Child(b)))];
        _head = store.Add("head.weight", width, Math.Max(1, Outputs));
        HeadBias = store.Add("head.bias", 1, Math.Max(1, Outputs));
        _masks.Add(new StaircaseMask(_head, [.. degrees.Select(d => Math.Min(Outputs, _outputAt[Math.Min(d + 1, columns.Count)]))]));
    }

    /// <summary>The settings.</summary>
    public MaskedOptions Options { get; }

    /// <summary>The columns, in the order of generation.</summary>
    public IReadOnlyList<MaskedColumn> Columns => _columns;

    /// <summary>How many inputs are numbers.</summary>
    public int Numbers { get; }

    /// <summary>How many outputs there are.</summary>
    public int Outputs => _outputAt[^1];

    /// <summary>The outputs' bias [1 × outputs]: the law of every column before anything is learned.</summary>
    public Parameter HeadBias { get; }

    internal Parameter Input => _input;

    internal Parameter InputBias => _inputBias;

    internal Parameter Head => _head;

    internal IReadOnlyList<(Parameter W1, Parameter B1, Parameter W2, Parameter B2)> Blocks => _blocks;

    /// <summary>The place of a column's number among the dense inputs.</summary>
    public int NumberAt(int column) => _numberAt[column];

    /// <summary>The index by which a level is gathered (<see cref="Apply"/>).</summary>
    public int LevelAt(int column, int level) => _levelAt[column] + level;

    /// <summary>Where a column's outputs are.</summary>
    public Segment OutputOf(int column) => new(_outputAt[column], _columns[column].Outputs);

    /// <summary>The units before this one depend on columns up to that one only.</summary>
    internal int UnitEnd(int column) => column < 0 ? 0 : _unitEnd[column];

    /// <summary>All outputs [rows × outputs].</summary>
    /// <param name="tape">Where the pass is recorded.</param>
    /// <param name="numbers">[rows × numbers], or null where there are none.</param>
    /// <param name="levels">[rows × k] indices of gathered levels (<see cref="LevelAt"/>), negative for none.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="dropout">Where dropout's masks come from, or null for none.</param>
    public Node Apply(Tape tape, Node? numbers, ReadOnlySpan<int> levels, int rows, RandomStream? dropout)
    {
        ArgumentNullException.ThrowIfNull(tape);
        Node h = tape.GatherLinear(numbers, levels, rows, _input, _inputBias);
        foreach ((Parameter w1, Parameter b1, Parameter w2, Parameter b2) in _blocks)
        {
            Node inner = tape.Linear(tape.Activate(h, Options.Activation), w1, b1, Options.Activation);
            inner = dropout is null ? inner : tape.Dropout(inner, Options.Dropout, dropout);
            h = tape.Add(h, tape.Linear(inner, w2, b2));
        }

        return tape.Linear(h, _head, HeadBias);
    }

    /// <summary>Clears the gradients of weights that must stay 0. Between the backward pass and the optimiser's step.</summary>
    public void MaskGradient()
    {
        foreach (StaircaseMask mask in _masks)
        {
            mask.ClearGradient();
        }
    }

    /// <summary>Clears weights that must be 0, after loading.</summary>
    public void MaskValues()
    {
        foreach (StaircaseMask mask in _masks)
        {
            mask.ClearValue();
        }
    }

    private int[] Starts(Func<MaskedColumn, int> size, int start)
    {
        int[] starts = new int[_columns.Length + 1];
        starts[0] = start;
        for (int j = 0; j < _columns.Length; j++)
        {
            starts[j + 1] = checked(starts[j] + size(_columns[j]));
        }

        return starts;
    }

    private void StartInput(int[] degrees, RandomStream stream)
    {
        int[] first = new int[_input.Rows];
        Array.Fill(first, _input.Columns);
        for (int j = 0; j < _columns.Length; j++)
        {
            int unit = UnitEnd(j - 1);
            if (_columns[j].HasNumber)
            {
                first[_numberAt[j]] = unit;
            }

            Array.Fill(first, unit, _levelAt[j], _columns[j].Levels);
        }

        ScaledStart(_input, degrees, d => d + 1, stream);
        _masks.Add(new StaircaseMask(_input, first));
    }

    private (Parameter W1, Parameter B1, Parameter W2, Parameter B2) AddBlock(ParameterStore store, int block, int[] degrees,
        RandomStream stream)
    {
        int width = Options.Width;
        Parameter w1 = store.Add($"block{block}.w1", width, width), b1 = store.Add($"block{block}.b1", 1, width);
        Parameter w2 = store.Add($"block{block}.w2", width, width), b2 = store.Add($"block{block}.b2", 1, width);
        int[] first = [.. degrees.Select(d => UnitEnd(d - 1))];
        ScaledStart(w1, degrees, UnitEnd, stream.Child("w1"));
        _masks.Add(new StaircaseMask(w1, first));
        Initialiser.Uniform(w2, 1e-3, stream.Child("w2"));
        _masks.Add(new StaircaseMask(w2, first));
        return (w1, b1, w2, b2);
    }

    /// <summary>Uniform on ±1/√(what reaches the unit), which the degree decides.</summary>
    private static void ScaledStart(Parameter weight, int[] degrees, Func<int, int> fanIn, RandomStream stream)
    {
        Initialiser.Uniform(weight, 1, stream);
        Span<float> values = weight.Value;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] /= MathF.Sqrt(fanIn(degrees[i % weight.Columns]));
        }
    }
}
