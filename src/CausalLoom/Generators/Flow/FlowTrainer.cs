using System.Globalization;
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
    private readonly FlowLayout _layout;
    private readonly NflowOptions _options;
    private readonly FlowRows _rows;
    private readonly FitContext _context;
    private readonly MaskedNetwork _network;
    private readonly ParameterStore _store;
    private readonly Segment[] _segments;
    private readonly int[] _starts, _indices, _targets;
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
        _targets = new int[_indices.Length];
        _spread = context.Stream.Child("dequantisation");
        _dropout = context.Stream.Child("dropout");
    }

    internal MaskedNetwork Network => _network;

    internal ParameterStore Store => _store;

    internal List<TrainingPoint> Train(ReadOnlySpan<int> training, ReadOnlySpan<int> held)
    {
        MiniBatches batches = new(training, _options.BatchSize);
        MiniBatches? validation = held.Length > 0 ? new MiniBatches(held, _options.BatchSize) : null;
        int planned = validation is null ? _options.EpochsWithoutValidation : _options.Epochs;
        int epochs = Math.Max(1, Math.Min(planned, _options.MaxSteps / batches.Count));
        Adam adam = new(_store, new AdamOptions
        {
            LearningRate = _options.LearningRate,
            WeightDecay = _options.WeightDecay,
            Decoupled = true,
            LinearDecaySteps = epochs * batches.Count,
        });
        return Loop(batches, validation, epochs, adam);
    }

    private List<TrainingPoint> Loop(MiniBatches batches, MiniBatches? validation, int epochs, Adam adam)
    {
        RandomStream shuffle = _context.Stream.Child("shuffle");
        List<TrainingPoint> curve = [];
        EarlyStopping? stopping = validation is null ? null : new EarlyStopping(_store, _options.Patience);

        // The start, a product of margins, counts too: where nothing can be learned it is what is kept.
        stopping?.Update(HeldOut(validation!));
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            batches.Shuffle(shuffle);
            double loss = Epoch(batches, adam), held = validation is null ? double.NaN : HeldOut(validation);
            curve.Add(new TrainingPoint(epoch, loss, held));
            _context.Report("Training the normalising flow", epoch / (double)epochs, string.Create(CultureInfo.InvariantCulture, $"loss {loss:0.00}"));
            if (stopping is not null && stopping.Update(held))
            {
                break;
            }
        }

        stopping?.RestoreBest();
        return curve;
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

    private double HeldOut(MiniBatches validation)
    {
        // The same dequantisation at every look makes looks comparable.
        RandomStream spread = _context.Stream.Child("held-out dequantisation");
        double total = 0;
        int rows = 0;
        for (int b = 0; b < validation.Count; b++)
        {
            _tape.Reset();
            total += Loss(validation[b], spread, null).Scalar * validation[b].Length;
            rows += validation[b].Length;
        }

        return total / rows;
    }

    /// <summary>The loss of a batch, recorded on the tape.</summary>
    internal Node Loss(ReadOnlySpan<int> batch, RandomStream spread, RandomStream? dropout)
    {
        int count = _starts.Length;
        Node? numbers = count == 0 ? null : _tape.Input(batch.Length, count);
        Node? values = count == 0 ? null : _tape.Input(batch.Length, count), weights = count == 0 ? null : _tape.Input(batch.Length, count);
        Span<int> indices = _indices.AsSpan(0, batch.Length * _segments.Length), targets = _targets.AsSpan(0, indices.Length);
        FillLevels(batch, indices, targets);
        FillNumbers(batch, numbers, values, weights, spread);
        Node output = _network.Apply(_tape, numbers, indices, batch.Length, dropout);
        Node? entropy = _segments.Length == 0 ? null : _tape.SoftmaxCrossEntropy(output, _segments, targets);
        Node? density = values is null ? null : _tape.SplineNll(output, _starts, values, weights, _layout.Spline);
        return entropy is null ? density! : density is null ? entropy : _tape.WeightedSum([entropy, density], [1, 1]);
    }

    private void FillLevels(ReadOnlySpan<int> batch, Span<int> indices, Span<int> targets)
    {
        int[] columns = _layout.LevelColumns;
        for (int i = 0, at = 0; i < batch.Length; i++)
        {
            for (int c = 0; c < columns.Length; c++, at++)
            {
                targets[at] = _rows.Categories[(batch[i] * _rows.Columns) + columns[c]];
                indices[at] = _network.LevelAt(columns[c], targets[at]);
            }
        }
    }

    private void FillNumbers(ReadOnlySpan<int> batch, Node? numbers, Node? values, Node? weights, RandomStream spread)
    {
        int[] columns = _layout.NumberColumns;
        for (int i = 0; i < batch.Length && columns.Length > 0; i++)
        {
            Span<float> input = numbers!.Row(i), value = values!.Row(i), weight = weights!.Row(i);
            for (int c = 0; c < columns.Length; c++)
            {
                int at = (batch[i] * _rows.Columns) + columns[c];
                bool counts = _rows.Categories[at] == 0;
                input[c] = counts ? _rows.Scores[at] : 0;
                weight[c] = counts ? 1 : 0;
                value[c] = counts ? (float)_rows.Dequantised(at, _rows.Low[at] == _rows.High[at] ? 0 : spread.NextDouble()) : 0;
            }
        }
    }
}
