using CausalLoom.Data;
using CausalLoom.Generators.CausalMix;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Sandbox.Verification;

namespace CausalLoom.Sandbox.Penalty;

/// <summary>
/// The price of overlap in the fidelity of covariates: the X module trained under rising λ_α, each from the weights before, and measured on
/// rows it has not seen. Fidelity is reconstruction and β·KL, control the root mean square of the log odds of treatment that the model
/// realises at those rows, prior and calibrated margins included, off those asked for.
/// </summary>
public static class OverlapSweep
{
    /// <summary>λ_α of a sweep by default.</summary>
    public static IReadOnlyList<double> Weights { get; } = [0, 0.1, 0.3, 1, 3, 10, 30, 100];

    /// <summary>Runs a sweep.</summary>
    /// <param name="real">The data; a fifth of the rows is held out.</param>
    /// <param name="knobs">What is asked.</param>
    /// <param name="options">The options; λ_α is the sweep's.</param>
    /// <param name="weights">λ_α, rising; null: <see cref="Weights"/>.</param>
    /// <param name="context">The context.</param>
    /// <returns>The front; null where no log α is asked, covariates are constant, or numbers are drawn at their means and have no
    /// density.</returns>
    /// <exception cref="CausalLoomException">Weights do not rise or are negative, or the request cannot be worked out.</exception>
    public static ParetoFront? Run(CausalData real, SandboxKnobs knobs, PenaltyOptions options, IReadOnlyList<double>? weights,
        FitContext context)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        weights ??= Weights;
        PenaltyCheck.Run(real, options);
        ParetoSweep.Require(weights);
        PenaltySandbox sandbox = new(knobs, options);
        Request request = sandbox.Asked(real, context.Child("request"));
        if (sandbox.Overlap(real, request) is not { } overlap || options.Covariates.Reconstruction != CausalMixReconstruction.Likelihood)
        {
            return null;
        }

        (int[] kept, int[] held) = ParetoSweep.Split(real, context);
        CausalMixPath path = new(real.Covariates, real.Treatment.Codes, kept, options.Covariates, context.Child("module"));
        if (path.IsConstant)
        {
            return null;
        }

        CausalData fresh = real.Take(held);
        double[] asked = Array.ConvertAll(held, i => request.LogOdds[i]);
        List<ParetoPoint> points = [];
        for (int k = 0; k < weights.Count; k++)
        {
            OverlapPenalty step = Take(overlap, kept) with { Weight = weights[k], Control = null };
            path.Train(step, k == 0 ? options.Covariates.Schedule : ParetoSweep.Warm(options.Covariates.Schedule),
                context.Child("training").Child(k));
            CausalMixModel model = path.Build(step, [], context.Child("model"));
            double fidelity = path.Fidelity(fresh.Covariates, fresh.Treatment.Codes, Take(overlap, held), context.Child("measure"));
            points.Add(new ParetoPoint(weights[k], fidelity, Control(model, fresh.Covariates, asked, options, context.Child("measure"))));
        }

        return ParetoFront.Of(points);
    }

    private static double Control(CausalMixModel model, Table fresh, double[] asked, PenaltyOptions options, FitContext context)
    {
        double logit = LogisticRegression.Logit(model.Sampler.Treated!.Value);
        double[] ratio = CausalMixRatio.LogRatio(model, fresh, Math.Max(1, options.PropensityDraws), context.Stream.Child("ratio"));
        return Math.Sqrt(ratio.Zip(asked, (r, a) => (logit + r - a) * (logit + r - a)).Average());
    }

    private static OverlapPenalty Take(OverlapPenalty overlap, int[] rows) =>
        overlap with { LogAlpha = Array.ConvertAll(rows, i => overlap.LogAlpha[i]) };
}
