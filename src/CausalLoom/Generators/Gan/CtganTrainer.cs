using System.Globalization;
using CausalLoom.Data.Encoders;
using CausalLoom.Io;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Neural.Adversarial;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Gan;

/// <summary>
/// Plays the game: the critic learns to tell generated from real rows of the same conditions (Wasserstein loss with
/// gradient penalty), the generator to raise the critic's score and to obey its condition (cross-entropy).
/// </summary>
internal sealed class CtganTrainer
{
    private readonly CtganNetwork _network;
    private readonly CtganConditions? _conditions;
    private readonly CtganOptions _options;
    private readonly FitContext _context;
    private readonly CtganRowIndex _index;
    private readonly CtganBatch _real;
    private readonly WassersteinCritic _critic;
    private readonly Tape _tape = new();
    private readonly RandomStream _noise, _gumbel, _dropout, _draws, _mixing;
    private readonly int[] _given, _drawn, _targets, _order, _blocks, _levels;
    private readonly float[] _gradient, _shares;

    internal CtganTrainer(CtganNetwork network, CtganConditions? conditions, CtganOptions options, ModeSpecificRows rows, int[] training,
        FitContext context)
    {
        _network = network;
        _conditions = conditions;
        _options = options;
        _context = context;
        _index = new CtganRowIndex(network.Layout, rows, training);
        int batch = options.Batch;
        _real = new CtganBatch(network.Layout, rows, batch);
        CriticOptions critic = new() { Pack = options.Pack, Widths = options.CriticWidths, Slope = options.CriticSlope,
            Dropout = options.CriticDropout, DropoutInFirstLayer = options.DropoutInFirstLayer, Penalty = options.Penalty };
        _critic = new WassersteinCritic(network.Layout.InputWidth, conditions?.Width ?? 0, critic, context.Stream.Child("critic"));
        _noise = context.Stream.Child("noise");
        _gumbel = context.Stream.Child("gumbel");
        _dropout = context.Stream.Child("dropout");
        _draws = context.Stream.Child("conditions");
        _mixing = context.Stream.Child("mixing");
        _given = new int[conditions is null ? 0 : batch];
        _drawn = new int[_given.Length];
        _blocks = new int[_given.Length];
        _levels = new int[_given.Length];
        _order = [.. Enumerable.Range(0, batch)];
        _targets = new int[conditions is null ? 0 : batch * network.Segments.Length];
        _gradient = new float[batch * network.Layout.InputWidth];
        _shares = new float[batch / options.Pack];
    }

    /// <summary>Trains; where there is a validation, its best weights are restored and it may stop training early.</summary>
    internal List<TrainingPoint> Train(int steps, CtganValidation? validation)
    {
        Adam critic = new(_critic.Store, Settings(_options.CriticRate, steps * _options.CriticSteps));
        Adam generator = new(_network.Store, Settings(_options.GeneratorRate, steps));
        WeightAverage? average = _options.Averaging > 0 ? new WeightAverage(_network.Store, _options.Averaging) : null;
        EarlyStopping? stopping = validation is null ? null : new EarlyStopping(_network.Store, _options.Patience,
            _options.MinimumSteps / _options.ValidationEvery, -_options.ValidationTolerance);
        List<TrainingPoint> curve = [];
        int step = 1;
        TrainingCheckpoint checkpoint = _context.Checkpoint($"{_options} {steps} steps", state =>
        {
            state.Value(ref step);
            state.Values(_order.AsSpan());
            state.With(_network.Store, _critic.Store, generator, critic, average, _noise, _gumbel, _dropout, _draws, _mixing, stopping);
            state.List(curve);
        });
        for (checkpoint.Resume(); step <= steps; step++)
        {
            checkpoint.Keep();
            double distance = Step(critic, generator);
            average?.Update();
            _context.Cancellation.ThrowIfCancellationRequested();
            if (step % _options.ValidationEvery == 0 || step == steps)
            {
                average?.Swap();
                double held = validation?.Score(_network) ?? double.NaN;
                curve.Add(new TrainingPoint(step, distance, held));
                bool stop = stopping is not null && stopping.Update(held);
                average?.Swap();
                _context.Report("Training the adversarial network", step / (double)steps,
                    string.Create(CultureInfo.InvariantCulture, $"distance {distance:0.00}"));
                if (stop)
                {
                    break;
                }
            }
        }

        step = steps + 1;
        checkpoint.Keep(done: true);
        average?.Swap();
        stopping?.RestoreBest();
        return curve;
    }

    /// <summary>One generator step after its critic steps; gives the critic's estimate of the distance.</summary>
    internal double Step(Adam critic, Adam generator)
    {
        CriticLoss loss = default;
        for (int k = 0; k < _options.CriticSteps; k++)
        {
            loss = CriticStep(critic);
        }

        GeneratorStep(generator);
        return double.IsFinite(loss.Total)
            ? loss.Distance
            : throw new CausalLoomException("The adversarial network's training diverged. Lower its learning rates or use another seed.");
    }

    private CriticLoss CriticStep(Adam adam)
    {
        DrawConditions();
        DrawRealRows();
        _mixing.FillUniform(_shares);
        _tape.Reset();
        Node fake = _network.Rows(_tape, Heads(), _gumbel);
        _critic.Store.ZeroGradient();
        CriticLoss loss = _critic.Differentiate(fake.Value, _given, _real.Rows, _drawn, _shares, _dropout);
        Apply(adam, _critic.Store);
        return loss;
    }

    private void GeneratorStep(Adam adam)
    {
        DrawConditions();
        _tape.Reset();
        _network.Store.ZeroGradient();
        Node heads = Heads(), fake = _network.Rows(_tape, heads, _gumbel);
        _critic.InputGradient(fake.Value, _given, _dropout, _gradient);
        Node loss = _tape.Dot(fake, _gradient);
        if (_conditions is not null)
        {
            SetTargets();
            Node entropy = _tape.SoftmaxCrossEntropy(heads, _network.Segments, _targets);
            loss = _tape.WeightedSum([loss, entropy], [1, 1]);
        }

        _tape.Backward(loss);
        Apply(adam, _network.Store);
    }

    private Node Heads()
    {
        Node noise = _tape.Input(_options.Batch, _options.NoiseSize);
        _noise.FillNormal(noise.Value);
        return _network.Heads(_tape, noise, _given);
    }

    private void Apply(Adam adam, ParameterStore store)
    {
        if (_options.ClipNorm is { } most)
        {
            store.ClipGradientNorm(most);
        }

        adam.Step();
    }

    private void DrawConditions()
    {
        for (int i = 0; i < _given.Length; i++)
        {
            (_blocks[i], _levels[i]) = _conditions!.Draw(_draws, _options.LogFrequency);
            _given[i] = _conditions.Column(_blocks[i], _levels[i]);
        }
    }

    /// <summary>Real rows of the same conditions in another order, each beside the condition it was drawn with.</summary>
    private void DrawRealRows()
    {
        if (_conditions is null)
        {
            for (int i = 0; i < _order.Length; i++)
            {
                _real.Set(i, _index.Draw(_draws));
            }

            return;
        }

        _draws.Shuffle<int>(_order);
        for (int i = 0; i < _order.Length; i++)
        {
            int from = _order[i];
            _drawn[i] = _given[from];
            _real.Set(i, _index.Draw(_blocks[from], _levels[from], _draws));
        }
    }

    private void SetTargets()
    {
        Array.Fill(_targets, -1);
        for (int i = 0; i < _given.Length; i++)
        {
            _targets[(i * _network.Segments.Length) + _conditions!.Blocks[_blocks[i]]] = _levels[i];
        }
    }

    private AdamOptions Settings(double rate, int steps) => new()
    {
        LearningRate = rate,
        Beta1 = _options.Beta1,
        Beta2 = _options.Beta2,
        WeightDecay = _options.WeightDecay,
        LinearDecaySteps = _options.DecayLearningRate ? steps : 0,
    };
}
