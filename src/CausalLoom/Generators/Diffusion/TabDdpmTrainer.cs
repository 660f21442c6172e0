using System.Globalization;
using CausalLoom.Data.Encoders;
using CausalLoom.Io;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Diffusion;

/// <summary>
/// Trains a denoiser: loss = (values · mean squared error + w · levels' loss)/columns. The moving average of the parameters is
/// looked at on held-out rows, always with the same noise, and the best average is what remains.
/// </summary>
internal sealed class TabDdpmTrainer
{
    private readonly TabDdpmNetwork _network;
    private readonly TabDdpmOptions _options;
    private readonly QuantileRows _rows;
    private readonly FitContext _context;
    private readonly NoiseSchedule _schedule;
    private readonly DiffusionBatch _batch;
    private readonly RandomStream _noise, _dropout;
    private readonly Tape _tape = new();

    internal TabDdpmTrainer(TabDdpmNetwork network, TabDdpmOptions options, QuantileEncoder encoder, QuantileRows rows, FitContext context)
    {
        _network = network;
        _options = options;
        _rows = rows;
        _context = context;
        _schedule = new NoiseSchedule(options.TimeSteps);

        // One more than a batch: a last batch of a single row joins the one before it.
        _batch = new DiffusionBatch(encoder, network.Layout, _schedule, options, options.BatchSize + 1);
        _noise = context.Stream.Child("noise");
        _dropout = context.Stream.Child("dropout");
    }

    /// <summary>Trains on some rows, looking at others.</summary>
    internal List<TrainingPoint> Train(int[] rows, int[] held)
    {
        MiniBatches batches = new(rows, _options.BatchSize);
        int steps = (int)Math.Min(_options.MaxSteps, (long)_options.MaxEpochs * batches.Count);
        Adam adam = new(_network.Store, new AdamOptions
        {
            LearningRate = _options.LearningRate,
            WeightDecay = _options.WeightDecay,
            Decoupled = true,
            LinearDecaySteps = _options.DecayLearningRate ? steps : 0,
        });
        return Loop(batches, held, Math.Max(1, steps), adam);
    }

    /// <summary>The loss of rows under noise from a stream, recorded on the tape.</summary>
    internal Node Loss(Tape tape, ReadOnlySpan<int> rows, RandomStream noise, RandomStream? dropout)
    {
        _batch.Fill(_rows, rows, noise);
        DiffusionLayout layout = _network.Layout;
        int count = rows.Length;
        (Node? numbers, Node? logits) = _network.Forward(tape, _batch.Rows, count, _batch.Times.AsSpan(0, count), dropout);
        double total = _options.SeparateMeans ? 1 : layout.Values + layout.Blocks;
        Node? loss = null;
        if (numbers is not null)
        {
            Node target = tape.Input(_batch.Targets.AsSpan(0, numbers.Length), count, layout.Values);
            Node? weights = _options.ConditionalShare > 0
                ? tape.Input(_batch.Weights.AsSpan(0, numbers.Length), count, layout.Values) : null;
            loss = tape.WeightedSum([tape.MeanSquaredError(numbers, target, weights)],
                [_options.SeparateMeans ? 1 : layout.Values / total]);
        }

        if (logits is not null)
        {
            double weight = _options.CategoryWeight / (_options.SeparateMeans ? layout.Blocks : total);
            Node levels = LevelLoss(tape, logits, ref weight);
            loss = loss is null ? tape.WeightedSum([levels], [weight]) : tape.WeightedSum([loss, levels], [1, weight]);
        }

        return loss!;
    }

    private Node LevelLoss(Tape tape, Node logits, ref double weight)
    {
        DiffusionLayout layout = _network.Layout;
        int count = _batch.Count;
        ReadOnlySpan<int> clean = _batch.Clean.AsSpan(0, count * layout.Blocks),
            noised = _batch.Rows.Levels.AsSpan(0, count * layout.Blocks);
        if (_options.CategoryLoss == CategoryLoss.PosteriorKl)
        {
            weight *= _schedule.Steps;
            return tape.MultinomialKl(logits, layout.Segments, clean, noised, _batch.KeptBefore.AsSpan(0, count),
                _batch.StepKept.AsSpan(0, count));
        }

        // ln q(x_t | x_0 = k) up to a constant: 0 for k ≠ x_t.
        Node word = tape.Input(count, layout.CategoryWidth);
        word.Value.Clear();
        for (int i = 0; i < count; i++)
        {
            double kept = _schedule.Kept(_batch.Times[i]);
            for (int b = 0; b < layout.Blocks; b++)
            {
                int levels = layout.Segments[b].Length;
                word.Row(i)[layout.Segments[b].Start + noised[(i * layout.Blocks) + b]] = (float)Math.Log(1 + (kept * levels / (1 - kept)));
            }
        }

        return tape.SoftmaxCrossEntropy(tape.Add(logits, word), layout.Segments, clean);
    }

    private List<TrainingPoint> Loop(MiniBatches batches, int[] held, int steps, Adam adam)
    {
        RandomStream shuffle = _context.Stream.Child("shuffle");
        ExponentialMovingAverage average = new(_network.Store, _options.EmaDecay);
        TolerantStopping? stopping = held.Length > 0 ? new TolerantStopping(_network.Store, _options) : null;
        List<TrainingPoint> curve = [];
        double sum = 0;
        int since = 0, step = 1;
        TrainingCheckpoint checkpoint = _context.Checkpoint($"{_options} {_rows.Rows} rows, {steps} steps", state =>
        {
            state.Value(ref step);
            state.Value(ref sum);
            state.Value(ref since);
            state.With(_network.Store, adam, average, batches, shuffle, _noise, _dropout, stopping);
            state.List(curve);
        });
        for (checkpoint.Resume(); step <= steps; step++)
        {
            if (since == 0)
            {
                checkpoint.Keep();
            }

            int batch = (step - 1) % batches.Count;
            if (batch == 0)
            {
                _context.Cancellation.ThrowIfCancellationRequested();
                batches.Shuffle(shuffle);
            }

            sum += Step(batches[batch], adam, average);
            since++;
            if (step % _options.ValidationEvery != 0 && step != steps)
            {
                continue;
            }

            (double validation, bool stop) = Look(held, average, stopping, step == steps);
            curve.Add(new TrainingPoint(((step - 1) / batches.Count) + 1, Finite(sum / since), validation));
            _context.Report("Training the diffusion", step / (double)steps,
                string.Create(CultureInfo.InvariantCulture, $"loss {sum / since:0.000}"));
            (sum, since) = (0, 0);
            if (stop)
            {
                break;
            }
        }

        step = steps + 1;
        checkpoint.Keep(done: true);
        stopping?.Restore();
        return curve;
    }

    /// <summary>Looks at the held-out rows with the average in place, which stays in place where training stops.</summary>
    private (double Validation, bool Stop) Look(int[] held, ExponentialMovingAverage average, TolerantStopping? stopping, bool last)
    {
        average.Swap();
        double validation = held.Length > 0 ? HeldOut(held) : double.NaN;
        bool stop = stopping?.Update(validation) == true || last;
        if (!stop)
        {
            average.Swap();
        }

        return (validation, stop);
    }

    private double Step(ReadOnlySpan<int> rows, Adam adam, ExponentialMovingAverage average)
    {
        _tape.Reset();
        _network.Store.ZeroGradient();
        Node loss = Loss(_tape, rows, _noise, _dropout);
        _tape.Backward(loss);
        adam.Step();
        average.Update();
        return loss.Scalar;
    }

    private double HeldOut(int[] held)
    {
        // The same noise at every look makes looks comparable.
        RandomStream noise = _context.Stream.Child("validation noise");
        _tape.Training = false;
        double total = 0;
        for (int repeat = 0; repeat < _options.ValidationRepeats; repeat++)
        {
            for (int start = 0; start < held.Length; start += _options.BatchSize)
            {
                int count = Math.Min(_options.BatchSize, held.Length - start);
                _tape.Reset();
                total += count * Loss(_tape, held.AsSpan(start, count), noise, null).Scalar;
            }
        }

        _tape.Training = true;
        return total / (held.Length * (double)_options.ValidationRepeats);
    }

    private static double Finite(double loss) => double.IsFinite(loss)
        ? loss
        : throw new CausalLoomException("The diffusion's training diverged. Lower its learning rate or use another seed.");
}
