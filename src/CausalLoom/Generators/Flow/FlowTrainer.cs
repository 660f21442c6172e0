using System.Globalization;
using CausalLoom.Io;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Flow;

/// <summary>
/// Maximises the likelihood of coded rows: loss = Σ over columns of the category's cross-entropy and, for a continuum, the
/// negative log-density of its normal score. A number that repeats is spread evenly over its place anew at every visit
/// (uniform dequantisation, a lower bound of its probability); later columns see its middle, so they know the value exactly.
/// </summary>
internal sealed class FlowTrainer
{
    // A single impossible row must not decide which weights are kept.
    private const double LeastLog = -20;

    private readonly FlowLayout _layout;
    private readonly NflowOptions _options;
    private readonly FlowRows _rows;
    private readonly FitContext _context;
    private readonly MaskedNetwork _network;
    private readonly ParameterStore _store;
    private readonly Segment[] _segments;
    private readonly int[] _starts, _indices;
    private readonly double[][] _noOffsets;
    private readonly FlowCell _cell;
    private readonly RandomStream _spread, _dropout;
    private readonly Tape _tape = new();

    internal FlowTrainer(FlowLayout layout, NflowOptions options, FlowRows rows, FitContext context)
    {
        _layout = layout;
        _options = options;
        _rows = rows;
        _context = context;
        _network = layout.Network(options, context.Stream.Child("weights"), out _store);
        _segments = [.. layout.LevelColumns.Select(j => new Segment(_network.OutputOf(j).Start, layout.Columns[j].Categories))];
        _starts = [.. layout.NumberColumns.Select(j => _network.OutputOf(j).Start + FlowLayout.Logits(layout.Columns[j]))];
        _indices = new int[(options.BatchSize + 1) * Math.Max(1, _segments.Length)];
        _noOffsets = [.. layout.Columns.Select(c => new double[FlowLayout.Logits(c)])];
        _cell = new FlowCell(layout);
        _spread = context.Stream.Child("dequantisation");
        _dropout = context.Stream.Child("dropout");
    }

    /// <summary>Trains, and keeps for every column the moment that its held-out rows like best.</summary>
    internal (FlowMember Member, List<TrainingPoint> Curve) Train(ReadOnlySpan<int> training, int[] held)
    {
        MiniBatches batches = new(training, _options.BatchSize);
        int planned = held.Length == 0 ? _options.EpochsWithoutValidation : _options.Epochs;
        int epochs = Math.Max(1, Math.Min(planned, _options.MaxSteps / batches.Count));
        Adam adam = new(_store, new AdamOptions
        {
            LearningRate = _options.LearningRate,
            WeightDecay = _options.WeightDecay,
            Decoupled = true,
            LinearDecaySteps = epochs * batches.Count,
        });
        FlowMoments moments = new(_options.Patience, _options.MinimumEpochs);
        List<TrainingPoint> curve = Loop(batches, held, epochs, adam, moments);
        return (held.Length == 0 ? new FlowMember([_network], [_store], new int[_rows.Columns]) : Member(moments), curve);
    }

    private List<TrainingPoint> Loop(MiniBatches batches, int[] held, int epochs, Adam adam, FlowMoments moments)
    {
        RandomStream shuffle = _context.Stream.Child("shuffle");
        List<TrainingPoint> curve = [];
        bool stop = false;
        if (held.Length > 0)
        {
            // The start, a product of margins, counts too: it is kept for columns that depend on nothing.
            moments.Keep(0, _store.Save(), HeldOut(held));
        }

        int epoch = 1;
        TrainingCheckpoint checkpoint = _context.Checkpoint($"{_options} {_rows.Columns} columns, {epochs} epochs", state =>
        {
            state.Value(ref epoch);
            state.With(_store, adam, batches, shuffle, _spread, _dropout, moments);
            state.List(curve);
        });
        for (checkpoint.Resume(); epoch <= epochs && !stop; epoch++)
        {
            checkpoint.Keep();
            batches.Shuffle(shuffle);
            double loss = Epoch(batches, adam), validation = double.NaN;
            if (held.Length > 0 && (moments.IsDue(epoch) || epoch == epochs))
            {
                double[] losses = HeldOut(held);
                validation = losses.Sum();
                stop = moments.Keep(epoch, _store.Save(), losses);
            }

            curve.Add(new TrainingPoint(epoch, loss, validation));
            _context.Report("Training the normalising flow", epoch / (double)epochs,
                string.Create(CultureInfo.InvariantCulture, $"loss {loss:0.00}"));
        }

        epoch = epochs + 1;
        checkpoint.Keep(done: true);
        return curve;
    }

    private FlowMember Member(FlowMoments moments)
    {
        (float[][] weights, int[] choice) = moments.Choose(_options.Moments);
        MaskedNetwork[] networks = new MaskedNetwork[weights.Length];
        ParameterStore[] stores = new ParameterStore[weights.Length];
        for (int s = 0; s < weights.Length; s++)
        {
            networks[s] = _layout.Network(_options, _context.Stream.Child("weights"), out stores[s]);
            stores[s].Load(weights[s]);
        }

        return new FlowMember(networks, stores, choice);
    }

    private double Epoch(MiniBatches batches, Adam adam)
    {
        double total = 0;
        for (int b = 0; b < batches.Count; b++)
        {
            _tape.Reset();
            _store.ZeroGradient();
            Node loss = Loss(batches[b], _spread, _dropout);
            _tape.Backward(loss);
            _network.MaskGradient();
            adam.Step();
            total += loss.Scalar;
        }

        return double.IsFinite(total)
            ? total / batches.Count
            : throw new CausalLoomException("The normalising flow's training diverged. Lower its learning rate or use another seed.");
    }

    /// <summary>The mean negative log-probability of held-out rows, column by column.</summary>
    private double[] HeldOut(int[] held)
    {
        double[] losses = new double[_rows.Columns];
        for (int start = 0; start < held.Length; start += _options.BatchSize)
        {
            ReadOnlySpan<int> batch = held.AsSpan(start, Math.Min(_options.BatchSize, held.Length - start));
            _tape.Reset();
            Node output = Apply(batch, null);
            for (int i = 0; i < batch.Length; i++)
            {
                for (int j = 0; j < losses.Length; j++)
                {
                    Segment segment = _network.OutputOf(j);
                    double log = _cell.Log(output.Row(i).Slice(segment.Start, segment.Length), _rows, (batch[i] * _rows.Columns) + j, j,
                        _noOffsets[j], null);
                    losses[j] -= Math.Max(log, LeastLog) / held.Length;
                }
            }
        }

        return losses;
    }

    private Node Apply(ReadOnlySpan<int> batch, RandomStream? dropout)
    {
        Node? numbers = _starts.Length == 0 ? null : _tape.Input(batch.Length, _starts.Length);
        Span<int> indices = _indices.AsSpan(0, batch.Length * _segments.Length);
        FillInputs(batch, numbers, indices);
        return _network.Apply(_tape, numbers, indices, batch.Length, dropout);
    }

    /// <summary>The loss of a batch, recorded on the tape.</summary>
    internal Node Loss(ReadOnlySpan<int> batch, RandomStream spread, RandomStream? dropout)
    {
        Node output = Apply(batch, dropout);
        Node? entropy = null, density = null;
        if (_segments.Length > 0)
        {
            Span<int> targets = _indices.AsSpan(0, batch.Length * _segments.Length);
            FillTargets(batch, targets);
            entropy = _tape.SoftmaxCrossEntropy(output, _segments, targets);
        }

        if (_starts.Length > 0)
        {
            Node values = _tape.Input(batch.Length, _starts.Length), weights = _tape.Input(batch.Length, _starts.Length);
            FillNumbers(batch, values, weights, spread);
            density = _tape.SplineNll(output, _starts, values, weights, _layout.Spline);
        }

        return entropy is null ? density! : density is null ? entropy : _tape.WeightedSum([entropy, density], [1, 1]);
    }

    private void FillInputs(ReadOnlySpan<int> batch, Node? numbers, Span<int> indices)
    {
        for (int i = 0, at = 0; i < batch.Length; i++)
        {
            int row = batch[i] * _rows.Columns;
            foreach (int j in _layout.LevelColumns)
            {
                indices[at++] = _network.LevelAt(j, _rows.Categories[row + j]);
            }

            for (int c = 0; c < _starts.Length; c++)
            {
                numbers!.Row(i)[c] = _rows.Scores[row + _layout.NumberColumns[c]];
            }
        }
    }

    private void FillTargets(ReadOnlySpan<int> batch, Span<int> targets)
    {
        for (int i = 0, at = 0; i < batch.Length; i++)
        {
            foreach (int j in _layout.LevelColumns)
            {
                targets[at++] = _rows.Categories[(batch[i] * _rows.Columns) + j];
            }
        }
    }

    private void FillNumbers(ReadOnlySpan<int> batch, Node values, Node weights, RandomStream spread)
    {
        int[] columns = _layout.NumberColumns;
        for (int i = 0; i < batch.Length; i++)
        {
            Span<float> value = values.Row(i), weight = weights.Row(i);
            for (int c = 0; c < columns.Length; c++)
            {
                int at = (batch[i] * _rows.Columns) + columns[c];
                bool counts = _rows.Categories[at] == 0;
                weight[c] = counts ? 1 : 0;
                value[c] = counts ? (float)_rows.Dequantised(at, _rows.Low[at] == _rows.High[at] ? 0 : spread.NextDouble()) : 0;
            }
        }
    }
}
