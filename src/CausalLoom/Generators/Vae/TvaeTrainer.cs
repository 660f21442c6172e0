using System.Globalization;
using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Heads;
using CausalLoom.Io;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Vae;

/// <summary>
/// Maximises the evidence lower bound with its reconstruction term weighted (Kingma and Welling, "Auto-encoding variational
/// Bayes", ICLR 2014; Higgins et al., ICLR 2017): loss = factor · (Gaussian NLL of values + cross-entropy of categories) + KL.
/// </summary>
internal sealed class TvaeTrainer
{
    private readonly TvaeNetwork _network;
    private readonly TvaeOptions _options;
    private readonly ModeSpecificRows _rows;
    private readonly FitContext _context;
    private readonly RandomStream _noise, _dropout;
    private readonly Tape _tape = new();
    private readonly int[] _targets;
    private readonly double _lossFactor;

    internal TvaeTrainer(TvaeNetwork network, TvaeOptions options, ModeSpecificRows rows, FitContext context)
    {
        _network = network;
        _options = options;
        _rows = rows;
        _context = context;
        _lossFactor = options.LossFactorFor(rows.Rows);
        _noise = context.Stream.Child("latent noise");
        _dropout = context.Stream.Child("dropout");
        _targets = new int[(options.BatchSize + 1) * Math.Max(1, network.Layout.BlockColumns.Length)];
    }

    internal List<TrainingPoint> Train()
    {
        int[] order = _context.Stream.Child("hold out").Permutation(_rows.Rows);
        int held = (int)(_options.ValidationShare * _rows.Rows);
        held = _rows.Rows - held < 2 ? 0 : held;
        MiniBatches batches = new(order.AsSpan(held), _options.BatchSize);
        MiniBatches? validation = held > 0 ? new MiniBatches(order.AsSpan(0, held), _options.BatchSize) : null;
        int epochs = Math.Max(1, Math.Min(_options.Epochs, _options.MaxSteps / batches.Count));
        Adam adam = new(_network.Store, new AdamOptions
        {
            LearningRate = _options.LearningRate,
            WeightDecay = _options.WeightDecay,
            LinearDecaySteps = _options.DecayLearningRate ? epochs * batches.Count : 0,
        });
        return Loop(batches, validation, epochs, adam);
    }

    /// <summary>The encoder's mean and log-variance of every row, [row × latent] each.</summary>
    internal (float[] Means, float[] LogVariances) Posterior(ReadOnlySpan<int> rows)
    {
        int latent = _options.LatentSize;
        float[] means = new float[(long)rows.Length * latent], logVariances = new float[means.Length];
        _tape.Training = false;
        for (int start = 0; start < rows.Length; start += _options.BatchSize)
        {
            ReadOnlySpan<int> chunk = rows.Slice(start, Math.Min(_options.BatchSize, rows.Length - start));
            _tape.Reset();
            (Node mean, Node logVariance) = _network.Encode(_tape, Values(chunk), Ones(chunk), chunk.Length, null);
            mean.Value.CopyTo(means.AsSpan(start * latent));
            logVariance.Value.CopyTo(logVariances.AsSpan(start * latent));
        }

        _tape.Training = true;
        return (means, logVariances);
    }

    private List<TrainingPoint> Loop(MiniBatches batches, MiniBatches? validation, int epochs, Adam adam)
    {
        RandomStream shuffle = _context.Stream.Child("shuffle");
        List<TrainingPoint> curve = [];
        EarlyStopping? stopping = validation is null ? null
            : new EarlyStopping(_network.Store, _options.Patience, _options.MinimumEpochs / _options.ValidationEvery);
        int epoch = 1;
        TrainingCheckpoint checkpoint = _context.Checkpoint($"{_options} {_rows.Rows} rows, {epochs} epochs", state =>
        {
            state.Value(ref epoch);
            state.With(_network.Store, adam, batches, shuffle, _noise, _dropout, stopping);
            state.List(curve);
        });
        for (checkpoint.Resume(); epoch <= epochs; epoch++)
        {
            checkpoint.Keep();
            batches.Shuffle(shuffle);
            double loss = Epoch(batches, adam);
            bool look = epoch % _options.ValidationEvery == 0 || epoch == epochs;
            if (!look)
            {
                _context.Cancellation.ThrowIfCancellationRequested();
                continue;
            }

            double held = validation is null ? double.NaN : HeldOut(validation);
            curve.Add(new TrainingPoint(epoch, loss, held));
            _context.Report("Training the variational auto-encoder", epoch / (double)epochs,
                string.Create(CultureInfo.InvariantCulture, $"loss {loss:0.00}"));
            if (stopping is not null && stopping.Update(held))
            {
                break;
            }
        }

        epoch = epochs + 1;
        checkpoint.Keep(done: true);
        stopping?.RestoreBest();
        return curve;
    }

    private double Epoch(MiniBatches batches, Adam adam)
    {
        double total = 0;
        for (int b = 0; b < batches.Count; b++)
        {
            _tape.Reset();
            _network.Store.ZeroGradient();
            Node loss = Loss(batches[b], _noise);
            _tape.Backward(loss);
            adam.Step();
            _network.ClampDeviations();
            total += loss.Scalar;
        }

        return double.IsFinite(total)
            ? total / batches.Count
            : throw new CausalLoomException("The variational auto-encoder's training diverged. Lower its learning "
                + "rate or use another seed.");
    }

    private double HeldOut(MiniBatches validation)
    {
        // The same noise at every look makes looks comparable.
        RandomStream noise = _context.Stream.Child("validation noise");
        _tape.Training = false;
        double total = 0;
        int rows = 0;
        for (int b = 0; b < validation.Count; b++)
        {
            _tape.Reset();
            total += Loss(validation[b], noise).Scalar * validation[b].Length;
            rows += validation[b].Length;
        }

        _tape.Training = true;
        return total / rows;
    }

    /// <summary>The loss of a batch, recorded on the tape.</summary>
    internal Node Loss(ReadOnlySpan<int> batch, RandomStream noise)
    {
        HeadLayout layout = _network.Layout;
        Node? target = Values(batch);
        (Node mean, Node logVariance) = _network.Encode(_tape, target, Ones(batch), batch.Length, _dropout);
        (Node? values, Node? categories) = _network.Decode(_tape, _tape.Reparameterise(mean, logVariance, noise));
        Node loss = _tape.GaussianKl(mean, logVariance);
        if (values is not null && target is not null)
        {
            Node weights = _tape.Input(batch.Length, layout.Values);
            layout.FillWeights(_rows, batch, weights);
            Node nll = _tape.GaussianNll(values, target, _network.LogVariances(_tape), null, weights);
            loss = _tape.WeightedSum([loss, nll], [1, _lossFactor]);
        }

        if (categories is not null)
        {
            Span<int> targets = _targets.AsSpan(0, batch.Length * layout.BlockColumns.Length);
            layout.FillCategories(_rows, batch, targets);
            Node entropy = _tape.SoftmaxCrossEntropy(categories, layout.Segments, targets);
            loss = _tape.WeightedSum([loss, entropy], [1, _lossFactor]);
        }

        return loss;
    }

    private Node? Values(ReadOnlySpan<int> batch)
    {
        if (_network.Layout.Values == 0)
        {
            return null;
        }

        Node values = _tape.Input(batch.Length, _network.Layout.Values);
        _network.Layout.FillValues(_rows, batch, values);
        return values;
    }

    private Span<int> Ones(ReadOnlySpan<int> batch)
    {
        Span<int> ones = _targets.AsSpan(0, batch.Length * _network.Layout.BlockColumns.Length);
        _network.Layout.FillOnes(_rows, batch, ones);
        return ones;
    }
}
