using System.Globalization;
using CausalLoom.Generators.Autoregressive.Tokens;
using CausalLoom.Io;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Autoregressive.Lm;

/// <summary>Minimises the sum over columns of the cross-entropy of a row's tokens, each row in an order of its own.</summary>
internal sealed class LmTrainer
{
    private const int HeldOutOrders = 2;

    private readonly LmNetwork _network;
    private readonly LmOptions _options;
    private readonly TokenOrders _orders;
    private readonly int[][] _tokens;
    private readonly TargetWeights _weights;
    private readonly FitContext _context;
    private readonly RandomStream _draws, _dropout;
    private readonly TokenBatch _batch;
    private readonly int _batchSize, _length;
    private readonly int[] _order, _next, _positions, _rows, _places, _outcomes;
    private readonly Segment[][] _segments;
    private readonly Node[] _losses;
    private readonly double[] _ones;

    /// <param name="network">The network to train.</param>
    /// <param name="options">The settings.</param>
    /// <param name="orders">The orders of generation.</param>
    /// <param name="tokens">[column][row].</param>
    /// <param name="weights">The targets and their rows' weights.</param>
    /// <param name="context">Streams, progress and cancellation.</param>
    internal LmTrainer(LmNetwork network, LmOptions options, TokenOrders orders, int[][] tokens, TargetWeights weights, FitContext context)
    {
        _network = network;
        _options = options;
        _orders = orders;
        _tokens = tokens;
        _weights = weights;
        _context = context;
        _draws = context.Stream.Child("orders");
        _dropout = context.Stream.Child("dropout");
        _batchSize = options.BatchSizeFor(tokens[0].Length);
        _length = network.Active.Length;
        _order = new int[tokens.Length];
        int capacity = (_batchSize + 1) * _length;
        _batch = new TokenBatch(network.Layout, capacity);
        _next = new int[capacity];
        _rows = new int[capacity];
        _positions = new int[(_batchSize + 1) * tokens.Length];
        _places = new int[_batchSize + 1];
        _outcomes = new int[_batchSize + 1];
        _segments = [.. network.Heads.Select(h => new[] { new Segment(0, h.Target.Count) })];
        _losses = new Node[network.Heads.Length];
        _ones = [.. network.Heads.Select(_ => 1.0)];
    }

    internal Tape Tape => _batch.Tape;

    /// <summary>Trains on some rows and stops on others (none: trains to the end).</summary>
    internal List<TrainingPoint> Train(int[] training, int[] held)
    {
        MiniBatches batches = new(training, _batchSize);
        MiniBatches? validation = held.Length == 0 ? null : new MiniBatches(held, _batchSize);
        int epochs = _options.EpochsFor(batches.Count, _batchSize * _length),
            every = (_options.StepsPerLook + batches.Count - 1) / batches.Count;
        Adam adam = new(_network.Store, new AdamOptions
        {
            LearningRate = _options.LearningRate,
            WeightDecay = _options.WeightDecay,
            Decoupled = true,
            LinearDecaySteps = epochs * batches.Count,
        });
        EarlyStopping? stopping = validation is null ? null : new EarlyStopping(_network.Store, _options.Patience);
        RandomStream shuffle = _context.Stream.Child("shuffle");
        List<TrainingPoint> curve = [];
        int epoch = 1;
        TrainingCheckpoint checkpoint = _context.Checkpoint($"{_options} {training.Length} rows, {epochs} epochs", state =>
        {
            state.Value(ref epoch);
            state.With(_network.Store, adam, batches, shuffle, _draws, _dropout, stopping);
            state.List(curve);
        });
        for (checkpoint.Resume(); epoch <= epochs; epoch++)
        {
            checkpoint.Keep();
            batches.Shuffle(shuffle);
            double loss = Epoch(batches, adam);
            _context.Report("Training the transformer", epoch / (double)epochs,
                string.Create(CultureInfo.InvariantCulture, $"loss {loss:0.00}"));
            if (epoch % every != 0 && epoch != epochs)
            {
                continue;
            }

            double value = validation is null ? double.NaN : HeldOut(validation);
            curve.Add(new TrainingPoint(epoch, loss, value));
            if (stopping is not null && stopping.Update(value))
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
    /// The mean over rows of the sum over columns, in the orders of generation and, in the share of training, in random orders,
    /// the same at every look.
    /// </summary>
    internal double HeldOut(MiniBatches validation)
    {
        Tape.Training = false;
        double orders = 0, random = 0;
        for (int s = 0; s < _orders.Count; s++)
        {
            orders += Mean(validation, s, null) / _orders.Count;
        }

        RandomStream fixedOrders = _context.Stream.Child("held-out orders");
        for (int r = 0; r < HeldOutOrders && _options.OrderShare < 1; r++)
        {
            random += Mean(validation, 0, fixedOrders) / HeldOutOrders;
        }

        Tape.Training = true;
        return (_options.OrderShare * orders) + ((1 - _options.OrderShare) * random);
    }

    /// <summary>Sets the order in which a row of the batch is read; columns of one token are passed over.</summary>
    internal void Read(int row, ReadOnlySpan<int> order)
    {
        int at = row * _length;
        foreach (int j in order)
        {
            if (_network.Layout.Columns[j].Count > 1)
            {
                _positions[(row * _tokens.Length) + j] = at;
                _next[at++] = j;
            }
        }
    }

    /// <summary>The loss of rows in the orders that were set, recorded on the tape.</summary>
    internal Node Loss(ReadOnlySpan<int> rows, RandomStream? dropout)
    {
        Node hidden = Hidden(rows, dropout);
        for (int t = 0; t < _losses.Length; t++)
        {
            _losses[t] = HeadLoss(t, hidden, rows);
        }

        return Tape.WeightedSum(_losses, _ones);
    }

    /// <summary>Hidden states [rows·length × width] of rows in the orders that were set.</summary>
    internal Node Hidden(ReadOnlySpan<int> rows, RandomStream? dropout = null)
    {
        int positions = rows.Length * _length, columns = _tokens.Length;
        _batch.Known.AsSpan(0, positions * columns).Clear();
        for (int p = 0; p < positions; p++)
        {
            _rows[p] = rows[p / _length];
            if (p % _length > 0)
            {
                _batch.Known[(p * columns) + _next[p - 1]] = true;
            }
        }

        Node embedded = _network.Embed(_batch, _tokens, _rows.AsSpan(0, positions), _next.AsSpan(0, positions));
        return _network.Hidden(Tape, embedded, _length, dropout);
    }

    private Node HeadLoss(int head, Node hidden, ReadOnlySpan<int> rows)
    {
        TokenTarget target = _network.Heads[head].Target;
        int n = rows.Length;
        Node? weights = _weights.Of(target.Column) is null ? null : Tape.Input(n, 1);
        for (int i = 0; i < n; i++)
        {
            int position = _positions[(i * _tokens.Length) + target.Column];
            _places[i] = position;
            _outcomes[i] = Counts(target.Column, i, position) ? target.Outcome(_tokens[target.Column][rows[i]]) : -1;
            if (weights is not null)
            {
                weights.Value[i] = (float)_weights.Of(target.Column)![rows[i]];
            }
        }

        ReadOnlySpan<int> groups = target.IsMember ? _batch.Groups(_tokens, rows, target) : [];
        Node logits = _network.Logits(Tape, head, Tape.Rows(hidden, _places.AsSpan(0, n)), groups);
        return Tape.SoftmaxCrossEntropy(logits, _segments[head], _outcomes.AsSpan(0, n), null, weights);
    }

    /// <summary>A target column is learned only where all covariates come before it, as they do in generation.</summary>
    private bool Counts(int column, int row, int position)
    {
        if (!_orders.IsTarget(column))
        {
            return true;
        }

        for (int p = position + 1; p < (row + 1) * _length; p++)
        {
            if (!_orders.IsTarget(_next[p]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The mean loss of rows in an order of generation, or in random ones.</summary>
    private double Mean(MiniBatches validation, int order, RandomStream? random)
    {
        double total = 0;
        int rows = 0;
        for (int b = 0; b < validation.Count; b++)
        {
            ReadOnlySpan<int> batch = validation[b];
            for (int i = 0; i < batch.Length; i++)
            {
                ReadRow(i, order, random);
            }

            Tape.Reset();
            total += Loss(batch, null).Scalar * batch.Length;
            rows += batch.Length;
        }

        return total / rows;
    }

    private void ReadRow(int row, int order, RandomStream? random)
    {
        if (random is null)
        {
            Read(row, _orders[order]);
            return;
        }

        _orders.DrawTraining(0, random, _order);
        Read(row, _order);
    }

    private double Epoch(MiniBatches batches, Adam adam)
    {
        double total = 0;
        for (int b = 0; b < batches.Count; b++)
        {
            _context.Cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<int> rows = batches[b];
            for (int i = 0; i < rows.Length; i++)
            {
                _orders.DrawTraining(_options.OrderShare, _draws, _order);
                Read(i, _order);
            }

            Tape.Reset();
            _network.Store.ZeroGradient();
            Node loss = Loss(rows, _dropout);
            Tape.Backward(loss);
            adam.Step();
            total += loss.Scalar;
        }

        return double.IsFinite(total)
            ? total / batches.Count
            : throw new CausalLoomException("The transformer's training diverged. Lower its learning rate or use another seed.");
    }
}
