using System.Globalization;
using CausalLoom.Generators.Text.Rows;
using CausalLoom.Io;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Neural.Transformer;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Text;

/// <summary>
/// Fine-tunes a decoder on rows as text: cross-entropy of the next token, the columns in a fresh random order each time a row is
/// read. Padding never counts; names count only where the model will have to write them itself.
/// </summary>
internal sealed class GreatTrainer
{
    private const int MinimumRowsToHoldOut = 50;
    private readonly TransformerDecoder _decoder;
    private readonly ParameterStore _trained;
    private readonly RowBatch _batch;
    private readonly GreatOptions _options;
    private readonly FitContext _context;
    private readonly RandomStream _dropout;
    private readonly Tape _tape = new();
    private readonly int _rows;

    internal GreatTrainer(TransformerDecoder decoder, ParameterStore trained, RowLanguage language, long[][] codes, GreatOptions options,
        FitContext context)
    {
        _decoder = decoder;
        _trained = trained;
        _options = options;
        _context = context;
        _rows = codes[0].Length;
        _batch = new RowBatch(language, codes, options);
        _dropout = context.Stream.Child("dropout");
    }

    internal List<TrainingPoint> Train(double learningRate)
    {
        int[] order = _context.Stream.Child("split").Permutation(_rows);
        int held = _rows < MinimumRowsToHoldOut ? 0 : (int)(_options.ValidationShare * _rows);
        int[] validation = order[..held];
        MiniBatches batches = new(order.AsSpan(held), _options.BatchSize);
        Adam adam = new(_trained, new AdamOptions
            { LearningRate = learningRate, Decoupled = true, LinearDecaySteps = _options.Epochs * batches.Count });
        EarlyStopping? stopping = held == 0 ? null : new EarlyStopping(_trained, _options.Patience);
        RandomStream shuffle = _context.Stream.Child("shuffle"), orders = _context.Stream.Child("orders");
        List<TrainingPoint> curve = [];
        int epoch = 1;

        // What the decoder makes of a few rows before it is trained: of other weights or another tokeniser the state is no state.
        string before = _context.Work is null ? string.Empty
            : Loss(order.AsSpan(0, Math.Min(8, _rows)), _context.Stream.Child("fingerprint")).ToString("R", CultureInfo.InvariantCulture);
        TrainingCheckpoint checkpoint = _context.Checkpoint($"{_options} {_rows} rows {before}", state =>
        {
            state.Value(ref epoch);
            state.With(_trained, adam, batches, shuffle, orders, _dropout, stopping);
            state.List(curve);
        });
        for (checkpoint.Resume(); epoch <= _options.Epochs; epoch++)
        {
            checkpoint.Keep();
            batches.Shuffle(shuffle);
            double loss = Epoch(batches, adam, orders), heldOut = held == 0 ? double.NaN : HeldOut(validation);
            curve.Add(new TrainingPoint(epoch, loss, heldOut));
            _context.Report("Fine-tuning the language model", epoch / (double)_options.Epochs,
                string.Create(CultureInfo.InvariantCulture, $"loss {loss:0.000}, held out {heldOut:0.000}"));
            if (stopping is not null && stopping.Update(heldOut))
            {
                break;
            }
        }

        epoch = _options.Epochs + 1;
        checkpoint.Keep(done: true);
        stopping?.RestoreBest();
        return curve;
    }

    /// <summary>The mean loss of the counted tokens of some rows, each in an order drawn from the stream.</summary>
    internal double Loss(ReadOnlySpan<int> rows, RandomStream orders) => Pass(rows, orders, train: false);

    private double Epoch(MiniBatches batches, Adam adam, RandomStream orders)
    {
        double total = 0;
        for (int b = 0; b < batches.Count; b++)
        {
            _context.Cancellation.ThrowIfCancellationRequested();
            _trained.ZeroGradient();
            total += Pass(batches[b], orders, train: true);
            adam.Step();
        }

        return double.IsFinite(total)
            ? total / batches.Count
            : throw new CausalLoomException("Fine-tuning diverged. Lower the learning rate or use another checkpoint.");
    }

    private double HeldOut(int[] rows)
    {
        // The same orders at every look make looks comparable.
        RandomStream orders = _context.Stream.Child("validation orders");
        double total = 0;
        for (int start = 0; start < rows.Length; start += _options.BatchSize)
        {
            int[] chunk = rows[start..Math.Min(start + _options.BatchSize, rows.Length)];
            total += Loss(chunk, orders) * chunk.Length;
        }

        return total / rows.Length;
    }

    /// <summary>Writes the rows out, then goes through them in parts of bounded size, adding up gradients where training.</summary>
    private double Pass(ReadOnlySpan<int> rows, RandomStream orders, bool train)
    {
        _batch.Write(rows, orders);
        _tape.Training = train;
        double sum = 0;
        int per = Math.Max(1, _options.TokensPerPass / _batch.Length);
        for (int first = 0; first < rows.Length; first += per)
        {
            int count = Math.Min(per, rows.Length - first);
            _tape.Reset();
            RandomStream? dropout = train && _options.Dropout > 0 ? _dropout : null;
            Node input = _decoder.Embed(_tape, _batch.Tokens(first, count), _batch.Length, dropout);
            Node hidden = _decoder.Hidden(_tape, input, _batch.Length, _batch.Lengths(first, count), dropout);
            double share = _batch.Counted(first, count) / (double)_batch.Counted(0, rows.Length);
            Node loss = _tape.WeightedSum([_decoder.CrossEntropy(_tape, hidden, _batch.Targets(first, count))], [share]);
            sum += loss.Scalar;
            if (train)
            {
                _tape.Backward(loss);
            }
        }

        return sum;
    }
}
