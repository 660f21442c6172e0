using CausalLoom.Data;
using CausalLoom.Generators.CausalMix;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Sandbox.Verification;

namespace CausalLoom.Sandbox.Penalty;

/// <summary>What is refused, warned of and reported of a penalised fit.</summary>
internal static class PenaltyCheck
{
    internal static void Run(CausalData data, PenaltyOptions options)
    {
        Require(data.Covariates.Columns.Count > 0 && data.Rows >= 20,
            "The penalised sandbox needs at least one covariate and twenty rows to learn from.");
        Require(Math.Min(data.Treated, data.Rows - data.Treated) >= 2, "The penalised sandbox needs at least two rows in each arm.");
        Require(options.Tolerance is > 0 and < 1 && options.OverlapTolerance is > 0 and < 10,
            "A tolerance must be above 0 and below 1 (10 for log alpha).");
        Require(options.TauWeight >= 0 && options.KappaWeight >= 0 && options.OverlapWeight >= 0,
            "A penalty's weight must not be negative.");
        Require(options.TauSquareShare is >= 0 and <= 1 && options.KappaSquareShare is >= 0 and <= 1,
            "A penalty's share of squared error must be from 0 to 1.");
        Require(options.OutcomeLatent is >= 0 and <= 256 && options.MeanDraws >= 1,
            "The outcome's latent dimensions must be from 0 to 256, averaged over at least one draw.");
    }

    internal static IReadOnlyList<PenaltyConstraint> Constraints(double[] squares, AugmentedLagrangian? control, double[] overlapSquare,
        OverlapPenalty? overlap, PenaltyOptions options)
    {
        string[] names = squares.Length == 3 ? ["tau", "kappa0", "kappa1"] : ["tau", "kappa"];
        List<PenaltyConstraint> lines = [.. squares.Select((square, g) => new PenaltyConstraint(
            names[g],
            Math.Sqrt(square),
            control is null ? double.NaN : options.Tolerance,
            control?.Applied[g] ?? (g == 0 ? options.TauWeight : options.KappaWeight)))];
        if (overlap is not null)
        {
            lines.Add(new PenaltyConstraint("log_alpha", Math.Sqrt(overlapSquare[0]), overlap.Control is null ? double.NaN
                : options.OverlapTolerance, overlap.Control?.Applied[0] ?? overlap.Weight));
        }

        return lines;
    }

    internal static IReadOnlyList<string> Warnings(Request request, SandboxKnobs knobs, PenaltyOptions options)
    {
        List<string> warnings = [];
        if (!options.ConsistentTargets && request.Kappa0.Zip(request.Kappa1).Any(k => k.First != k.Second))
        {
            warnings.Add("kappa0 and kappa1 differ: the paper's terms for tau and kappa then contradict each other, and neither is met. "
                + "Leave the preset, or ask for one kappa.");
        }

        if (knobs.LogAlpha is not null && !options.NormaliseOverlap)
        {
            warnings.Add("log alpha is taken as it is. Two densities cannot differ by the same factor everywhere, so what of it "
                + "is constant cannot be met.");
        }

        return warnings;
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new CausalLoomException(message);
        }
    }
}
