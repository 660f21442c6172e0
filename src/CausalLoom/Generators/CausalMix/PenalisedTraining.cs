using System.Globalization;
using CausalLoom.Io;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Generators.CausalMix;

/// <summary>
/// Adam on a <see cref="IPenalisedLoss"/>: every few steps the multipliers move, and every few epochs the held-out loss is looked at. With
/// constraints that have multipliers, a look counts only where they hold, and then by the loss without penalties.
/// </summary>
internal sealed class PenalisedTraining(IPenalisedLoss loss, TrainingSchedule schedule, AugmentedLagrangian? control, FitContext context,
    string step)
{
    // Long tables have few epochs and short ones few steps in each, so multipliers go by steps, and by a part of long tables.
    private const int ControlEvery = 40;
    private const int ControlRows = 2048;

    private readonly Tape _tape = new();
    private int[] _controlled = [];
    private int _steps;

    /// <summary>Trains on so many rows.</summary>
    /// <param name="rows">Rows 0 … rows − 1.</param>
    /// <returns>The curve, and the constraints over the training rows with the final weights.</returns>
    internal (List<TrainingPoint> Curve, double[] Constraints) Run(int rows)
    {
        int[] order = context.Stream.Child("hold out").Permutation(rows);
        int held = (int)(schedule.ValidationShare * rows);
        held = held < schedule.MinimumValidationRows || rows - held < 2 ? 0 : held;
        MiniBatches batches = new(order.AsSpan(held), schedule.BatchSize);
        int[] validation = order[..held], training = order[held..];
        _controlled = training[..Math.Min(training.Length, ControlRows)];
        int epochs = Math.Max(1, Math.Min(schedule.Epochs, schedule.MaxSteps / batches.Count));
        Adam adam = new(loss.Store, new AdamOptions
            { LearningRate = schedule.LearningRate, LinearDecaySteps = schedule.DecayLearningRate ? epochs * batches.Count : 0 });
        List<TrainingPoint> curve = Loop(batches, training, validation, epochs, adam);
        return (curve, Constraints(training, "final constraints"));
    }

    private List<TrainingPoint> Loop(MiniBatches batches, int[] training, int[] validation, int epochs, Adam adam)
    {
        RandomStream shuffle = context.Stream.Child("shuffle"), noise = context.Stream.Child("latent noise");
        EarlyStopping stopping = new(loss.Store, schedule.Patience, schedule.MinimumEpochs / schedule.LookEvery);
        List<TrainingPoint> curve = [];
        int epoch = 1;
        TrainingCheckpoint checkpoint = context.Checkpoint($"{schedule} {step}, {training.Length} rows, {epochs} epochs", state =>
        {
            state.Value(ref epoch);
            state.Value(ref _steps);
            state.With(loss.Store, adam, batches, shuffle, noise, control, stopping);
            state.List(curve);
        });
        for (checkpoint.Resume(); epoch <= epochs; epoch++)
        {
            checkpoint.Keep();
            batches.Shuffle(shuffle);
            double trained = Epoch(batches, adam, noise);
            if (epoch % schedule.LookEvery != 0 && epoch != epochs)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                continue;
            }

            bool met = control is null || control.Met(Constraints(training, "constraint noise"));
            double held = validation.Length > 0 ? HeldOut(validation) : double.NaN;
            curve.Add(new TrainingPoint(epoch, trained, held));
            context.Report(step, epoch / (double)epochs, string.Create(CultureInfo.InvariantCulture, $"loss {trained:0.00}"));
            if (validation.Length > 0 && met && stopping.Update(held))
            {
                break;
            }
        }

        epoch = epochs + 1;
        checkpoint.Keep(done: true);
        if (schedule.RestoreBest && stopping.BestEpoch > 0)
        {
            stopping.RestoreBest();
        }

        return curve;
    }

    private double Epoch(MiniBatches batches, Adam adam, RandomStream noise)
    {
        double total = 0;
        for (int b = 0; b < batches.Count; b++)
        {
            _tape.Reset();
            loss.Store.ZeroGradient();
            (Node derivative, double value, _) = loss.Record(_tape, batches[b], noise);
            _tape.Backward(derivative);
            adam.Step();
            total += value;
            if (control is not null && ++_steps % ControlEvery == 0)
            {
                control.Update(Constraints(_controlled, "constraint noise"));
            }
        }

        return double.IsFinite(total)
            ? total / batches.Count
            : throw new CausalLoomException("The variational auto-encoder's training diverged. Lower its learning rate or its "
                + "penalties, or use another seed.");
    }

    private double[] Constraints(int[] rows, string stream)
    {
        _tape.Training = false;
        double[] values = loss.Constraints(_tape, rows, context.Stream.Child(stream));
        _tape.Training = true;
        return values;
    }

    private double HeldOut(int[] validation)
    {
        // The same noise at every look makes looks comparable.
        RandomStream noise = context.Stream.Child("validation noise");
        _tape.Training = false;
        double total = 0;
        for (int start = 0; start < validation.Length; start += schedule.BatchSize)
        {
            ReadOnlySpan<int> batch = validation.AsSpan(start, Math.Min(schedule.BatchSize, validation.Length - start));
            _tape.Reset();
            (_, double value, double fidelity) = loss.Record(_tape, batch, noise);
            total += (control is null ? value : fidelity) * batch.Length;
        }

        _tape.Training = true;
        return total / validation.Length;
    }
}
