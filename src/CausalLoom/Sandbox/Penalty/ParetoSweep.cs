using CausalLoom.Data;
using CausalLoom.Generators.CausalMix;
using CausalLoom.Sandbox.Verification;

namespace CausalLoom.Sandbox.Penalty;

/// <summary>
/// The price of τ and κ in fidelity: the outcome module trained under rising weights, each from the weights before, and measured on rows it
/// has not seen. Overlap is the other module's: <see cref="OverlapSweep"/>.
/// </summary>
public static class ParetoSweep
{
    private const int HeldOut = 5;

    /// <summary>λ of a sweep by default.</summary>
    public static IReadOnlyList<double> Weights { get; } = [0, 0.3, 1, 3, 10, 30, 100, 300, 1000, 3000, 10_000];

    /// <summary>Runs a sweep.</summary>
    /// <param name="real">The data; a fifth of the rows is held out.</param>
    /// <param name="knobs">What is asked.</param>
    /// <param name="options">The options; λ_τ and λ_κ are the sweep's.</param>
    /// <param name="weights">λ, rising; null: <see cref="Weights"/>.</param>
    /// <param name="context">The context.</param>
    /// <exception cref="CausalLoomException">Weights do not rise or are negative, or the request cannot be worked out.</exception>
    public static ParetoFront Run(CausalData real, SandboxKnobs knobs, PenaltyOptions options, IReadOnlyList<double>? weights,
        FitContext context)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        weights ??= Weights;
        PenaltyCheck.Run(real, options);
        Require(weights);
        Request request = new PenaltySandbox(knobs, options).Asked(real, context.Child("request"));
        (int[] kept, int[] held) = Split(real, context);
        CausalData training = real.Take(kept), fresh = real.Take(held);
        OutcomeFit fit = new(training, Take(request, kept), options with { Augmented = false }, context.Child("module"));
        List<ParetoPoint> points = [];
        for (int k = 0; k < weights.Count; k++)
        {
            PenaltyOptions step = options with { Augmented = false, TauWeight = weights[k], KappaWeight = weights[k],
                OutcomeSchedule = k == 0 ? options.OutcomeSchedule : Warm(options.OutcomeSchedule) };
            fit.Continue(step, context.Child("training").Child(k));
            (double fidelity, double control) = fit.Measure(fresh, Take(request, held), step, context.Child("measure"));
            points.Add(new ParetoPoint(weights[k], fidelity, control));
        }

        return ParetoFront.Of(points);
    }

    /// <summary>A quarter of the steps, at half the learning rate: the weights are near already.</summary>
    internal static TrainingSchedule Warm(TrainingSchedule schedule) => schedule with
    {
        Epochs = Math.Max(1, schedule.Epochs / 4),
        MaxSteps = Math.Max(1, schedule.MaxSteps / 4),
        LearningRate = schedule.LearningRate / 2,
    };

    /// <summary>The rows to train on and the fifth that is held out.</summary>
    internal static (int[] Kept, int[] Held) Split(CausalData real, FitContext context)
    {
        int[] order = context.Stream.Child("hold out").Permutation(real.Rows);
        return (order[(real.Rows / HeldOut)..], order[..(real.Rows / HeldOut)]);
    }

    /// <exception cref="CausalLoomException">Weights do not rise from 0 or more.</exception>
    internal static void Require(IReadOnlyList<double> weights)
    {
        if (weights.Count == 0 || weights[0] < 0 || weights.Zip(weights.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            throw new CausalLoomException("A sweep's weights must rise from 0 or more.");
        }
    }

    private static Request Take(Request request, int[] rows)
    {
        return new Request(Of(request.Tau), Of(request.Kappa0), Of(request.Kappa1), Of(request.LogOdds));

        double[] Of(double[] values) => Array.ConvertAll(rows, i => values[i]);
    }
}
