using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Mechanisms.Networks;

/// <summary>One training run of <see cref="BasicNet"/>.</summary>
internal sealed class BasicNetTraining
{
    private readonly BasicNetOptions _options;
    private readonly NetScaling _scaling;
    private readonly NormalizedMlp _network;
    private readonly Tape _tape = new();
    private readonly Adam _adam;
    private readonly float[] _inputs, _targets;
    private readonly int[] _held, _rows;
    private readonly RandomStream _shuffles;
    private readonly CancellationToken _cancellation;
    private int _steps;

    public BasicNetTraining(Matrix x, ReadOnlySpan<double> y, NetworkTask task, BasicNetOptions options, NetScaling scaling, int[] held,
        int[] rows, FitContext context)
    {
        (_options, _scaling, _held, _rows) = (options, scaling, held, [.. rows]);
        (_inputs, _targets) = (scaling.Inputs(x), scaling.Outcomes(y));
        _network = new NormalizedMlp(x.Columns, options.HiddenUnits, task, context.Stream.Child("weights"));
        if (options.Standardize && task != NetworkTask.Regression)
        {
            // Half a row to either side keeps the logit finite where one level is absent.
            _network.StartAt((_targets.Sum() + 0.5) / (_targets.Length + 1));
        }

        _adam = new Adam(_network.Store, new AdamOptions { LearningRate = options.LearningRate, WeightDecay = options.L2 });
        _shuffles = context.Stream.Child("batches");
        _cancellation = context.Cancellation;
    }

    public BasicNetModel Run()
    {
        EarlyStopping stopping = new(_network.Store, _options.Patience, _options.MinEpochs);
        bool stop = false;
        while (!(stop && _steps > _options.MinSteps) && stopping.Epochs < _options.MaxEpochs)
        {
            _cancellation.ThrowIfCancellationRequested();
            Epoch();
            stop = stopping.Update(ValidationLoss());
        }

        if (_options.RestoreBest)
        {
            stopping.RestoreBest();
        }

        return new BasicNetModel(_network, _scaling)
            { ValidationRows = _held, Epochs = stopping.Epochs, ValidationLoss = stopping.BestLoss };
    }

    /// <summary>One optimiser step; the loss before it.</summary>
    internal double Step(ReadOnlySpan<int> rows)
    {
        _tape.Reset();
        _network.Store.ZeroGradient();
        Node loss = _network.Loss(_tape, _network.Apply(_tape, _tape.Gather(_inputs, _network.Inputs, rows)), _targets, rows);
        _tape.Backward(loss);
        _network.Store.ClipGradientNorm(_options.ClipNorm);
        _adam.Step();
        _steps++;
        return loss.Scalar;
    }

    internal NormalizedMlp Network => _network;

    private double ValidationLoss()
    {
        _tape.Training = false;
        _tape.Reset();
        Node loss = _network.Loss(_tape, _network.Apply(_tape, _tape.Gather(_inputs, _network.Inputs, _held)), _targets, _held);
        _tape.Training = true;
        return loss.Scalar;
    }

    private void Epoch()
    {
        _shuffles.Shuffle(_rows.AsSpan());
        int n = _rows.Length, size = _options.BatchSize;
        if (_options.UseAllRows)
        {
            // Batches of equal size (to one row), none larger than asked for; batch normalisation needs two rows.
            int batches = Math.Max(1, Math.Min((n + size - 1) / size, n / 2));
            for (int b = 0; b < batches; b++)
            {
                int from = (int)((long)n * b / batches), to = (int)((long)n * (b + 1) / batches);
                Step(_rows.AsSpan(from, to - from));
            }

            return;
        }

        // As CATENets counts: round(n / batch) batches, the last shuffled row never used.
        int rounded = size < n ? (int)Math.Round((double)n / size, MidpointRounding.ToEven) : 1, last = Math.Max(n - 1, 2);
        for (int b = 0; b < rounded; b++)
        {
            int from = b * size;
            Step(_rows.AsSpan(from, Math.Min(from + size, last) - from));
        }
    }
}
