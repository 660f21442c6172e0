using CausalLoom.Generators.Autoregressive.Tokens;
using CausalLoom.Io;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Autoregressive.Argn;

/// <summary>Minimises the cross-entropy of one target given random sets of the other columns, and stops on held-out rows.</summary>
internal sealed class ArgnTrainer
{
    private const int HeldOutSets = 2;

    private readonly ArgnNetwork _network;
    private readonly ArgnOptions _options;
    private readonly TokenOrders _orders;
    private readonly int[][] _tokens;
    private readonly double[]? _weights;
    private readonly TokenBatch _batch;
    private readonly int _batchSize;
    private readonly int[] _outcomes;
    private readonly float[] _uniforms;
    private readonly Segment[] _segments;
    private readonly FitContext _context;
    private readonly RandomStream _masks, _dropout;

    /// <param name="network">The network to train.</param>
    /// <param name="layout">How columns enter it.</param>
    /// <param name="options">The settings.</param>
    /// <param name="orders">The orders of generation.</param>
    /// <param name="tokens">[column][row].</param>
    /// <param name="weights">A weight for each row of the table, or null.</param>
    /// <param name="context">Streams and cancellation.</param>
    internal ArgnTrainer(ArgnNetwork network, TokenLayout layout, ArgnOptions options, TokenOrders orders, int[][] tokens,
        double[]? weights, FitContext context)
    {
        _network = network;
        _options = options;
        _orders = orders;
        _tokens = tokens;
        _weights = weights;
        _context = context;
        _batchSize = options.BatchSizeFor(tokens[0].Length);
        int capacity = _batchSize + 1;
        _batch = new TokenBatch(layout, capacity);
        _outcomes = new int[capacity];
        _uniforms = new float[(_batchSize + 1) * (tokens.Length + 2)];
        _segments = [new Segment(0, network.Target.Count)];
        _masks = context.Stream.Child("masks");
        _dropout = context.Stream.Child("dropout");
    }

    /// <summary>Trains on some rows and stops on others (none: trains to the end).</summary>
    /// <param name="training">Row numbers.</param>
    /// <param name="held">Row numbers.</param>
    /// <param name="report">Told the share of epochs done.</param>
    internal List<TrainingPoint> Train(int[] training, int[] held, Action<double> report)
    {
        MiniBatches batches = new(training, _batchSize);
        int epochs = _options.EpochsFor(batches.Count), every = (_options.StepsPerLook + batches.Count - 1) / batches.Count;
        Adam adam = new(_network.Store, new AdamOptions
        {
            LearningRate = _options.LearningRate,
            WeightDecay = _options.WeightDecay,
            Decoupled = true,
            LinearDecaySteps = epochs * batches.Count,
        });
        EarlyStopping? stopping = held.Length == 0 ? null : new EarlyStopping(_network.Store, _options.Patience);
        // The margin itself is the first candidate: a column that depends on nothing keeps it.
        stopping?.Update(HeldOut(held));
        RandomStream shuffle = _context.Stream.Child("shuffle");
        List<TrainingPoint> curve = [];
        int epoch = 1;
        TrainingCheckpoint checkpoint = _context.Checkpoint($"{_options} {training.Length} rows, {epochs} epochs", state =>
        {
            state.Value(ref epoch);
            state.With(_network.Store, adam, batches, shuffle, _masks, _dropout, stopping);
            state.List(curve);
        });
        for (checkpoint.Resume(); epoch <= epochs; epoch++)
        {
            _context.Cancellation.ThrowIfCancellationRequested();
            checkpoint.Keep();
            batches.Shuffle(shuffle);
            double loss = Epoch(batches, adam);
            if (epoch % every != 0 && epoch != epochs)
            {
                continue;
            }

            double validation = stopping is null ? double.NaN : HeldOut(held);
            curve.Add(new TrainingPoint(epoch, loss, validation));
            report(epoch / (double)epochs);
            if (stopping is not null && stopping.Update(validation))
            {
                break;
            }
        }

        epoch = epochs + 1;
        checkpoint.Keep(done: true);
        stopping?.RestoreBest();
        return curve;
    }

    /// <summary>
    /// The mean cross-entropy of held-out rows given what is known in the orders of generation and, in the share of training,
    /// given random sets, the same at every look.
    /// </summary>
    internal double HeldOut(ReadOnlySpan<int> held)
    {
        _batch.Tape.Training = false;
        double orders = 0, sets = 0;
        for (int s = 0; s < _orders.Count; s++)
        {
            orders += Mean(held, s, null) / _orders.Count;
        }

        RandomStream fixedSets = _context.Stream.Child("held-out sets");
        for (int r = 0; r < HeldOutSets && _options.OrderShare < 1; r++)
        {
            sets += Mean(held, -1, fixedSets) / HeldOutSets;
        }

        _batch.Tape.Training = true;
        return (_options.OrderShare * orders) + ((1 - _options.OrderShare) * sets);
    }

    /// <summary>The loss of rows given what the batch says is known, recorded on the tape: mean over rows of weight × −log p.</summary>
    internal Node Loss(ReadOnlySpan<int> rows, RandomStream? dropout)
    {
        int[] column = _tokens[_network.Target.Column];
        Node? weights = _weights is null ? null : _batch.Tape.Input(rows.Length, 1);
        for (int i = 0; i < rows.Length; i++)
        {
            _outcomes[i] = _network.Target.Outcome(column[rows[i]]);
            if (weights is not null)
            {
                weights.Value[i] = (float)_weights![rows[i]];
            }
        }

        Node logits = _network.Logits(_batch, _tokens, rows, dropout);
        return _batch.Tape.SoftmaxCrossEntropy(logits, _segments, _outcomes.AsSpan(0, rows.Length), null, weights);
    }

    internal TokenBatch Batch => _batch;

    /// <summary>The mean loss of rows in an order of generation, or with random sets known.</summary>
    private double Mean(ReadOnlySpan<int> held, int order, RandomStream? sets)
    {
        int columns = _tokens.Length;
        double total = 0;
        for (int start = 0; start < held.Length; start += _batchSize)
        {
            ReadOnlySpan<int> rows = held.Slice(start, Math.Min(_batchSize, held.Length - start));
            if (sets is not null)
            {
                MarkTraining(rows.Length, 0, sets);
            }

            for (int i = 0; i < rows.Length && sets is null; i++)
            {
                _orders.MarkBefore(order, _network.Target.Column, _batch.Known.AsSpan(i * columns, columns));
            }

            _batch.Tape.Reset();
            total += Loss(rows, null).Scalar * rows.Length;
        }

        return total / held.Length;
    }

    private double Epoch(MiniBatches batches, Adam adam)
    {
        double total = 0;
        for (int b = 0; b < batches.Count; b++)
        {
            ReadOnlySpan<int> rows = batches[b];
            MarkTraining(rows.Length, _options.OrderShare, _masks);
            _batch.Tape.Reset();
            _network.Store.ZeroGradient();
            Node loss = Loss(rows, _dropout);
            _batch.Tape.Backward(loss);
            adam.Step();
            total += loss.Scalar;
        }

        return double.IsFinite(total)
            ? total / batches.Count
            : throw new CausalLoomException("The autoregressive network's training diverged. Lower its learning rate or use another seed.");
    }

    private void MarkTraining(int rows, double orderShare, RandomStream stream)
    {
        int columns = _tokens.Length;
        Span<float> uniforms = _uniforms.AsSpan(0, rows * (columns + 2));
        stream.FillUniform(uniforms);
        for (int i = 0; i < rows; i++)
        {
            _orders.MarkTraining(_network.Target.Column, orderShare, uniforms.Slice(i * (columns + 2), columns + 2),
                _batch.Known.AsSpan(i * columns, columns));
        }
    }
}
