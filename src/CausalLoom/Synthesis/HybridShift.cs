using CausalLoom.Mechanisms;
using CausalLoom.Models;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Synthesis;

/// <summary>
/// The fluctuation of <see cref="HybridSynthesizer"/> (docs/methods/hybrid.md): one number ε a level, added to its outcome means m(x) on
/// the link of the outcome, such that over the real covariates the means of what is drawn average to the level's target ψ̂:
/// <code>
/// two levels:  logit m*(x) = logit m(x) + ε        numbers:  m*(x) = m(x) + ε, the law keeping draws within the range
/// ε solves     (1/n) Σ_i E[Y | m*(X_i)] = ψ̂
/// </code>
/// Of all changes that do so this is the smallest in Kullback-Leibler divergence, Bernoulli on the logit and normal on the identity.
/// </summary>
/// <param name="Control">What is added under control; null with more than two levels.</param>
/// <param name="Treated">What is added under treatment; likewise.</param>
/// <param name="Levels">What is added under each of more than two levels; null with two.</param>
public sealed record HybridShift(double? Control, double? Treated, IReadOnlyList<double>? Levels = null)
{
    private const string Key = "shift";

    // A probability of exactly 0 or 1 could not be moved at all.
    private const double Least = 1e-6;

    /// <summary>The shifts of all levels.</summary>
    public static HybridShift Of(IReadOnlyList<double> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        return levels.Count == 2 ? new HybridShift(levels[0], levels[1]) : new HybridShift(null, null, levels);
    }

    /// <summary>The shift of a level.</summary>
    public double At(int level) => Levels is null ? (level == 1 ? Treated : Control)!.Value : Levels[level];

    /// <summary>ε: the shift at which what is drawn averages to the target.</summary>
    /// <param name="means">m(X_i) of an arm at the real rows.</param>
    /// <param name="target">ψ̂ of the arm.</param>
    /// <param name="drawn">E[Y | m*] of each row: the means of the law that is drawn from, what the range cuts off included.</param>
    /// <param name="shape">The outcome.</param>
    /// <param name="clamp">As in <see cref="Move"/>.</param>
    internal static double Solve(double[] means, double target, Func<double[], double[]> drawn, OutcomeShape shape, bool clamp)
    {
        double range = shape.IsBinary ? 1 : shape.Maximum - shape.Minimum, gap = Math.Abs(target - means.Average());

        // On the identity the first step is the answer unless the range cuts off; on the logit the slope is at most a quarter.
        double scale = Math.Max(gap, 1e-12 * range) * (shape.IsBinary ? 4 : 1);
        return MonotoneRoot.Solve(e => drawn(Move(means, e, shape, clamp)).Average() - target, scale, 1e-14 * range);
    }

    /// <summary>m*: means moved by a shift.</summary>
    /// <param name="means">Probabilities of a two-level outcome, or means of a numeric one.</param>
    /// <param name="shift">In logits, or in units of the outcome.</param>
    /// <param name="shape">The outcome.</param>
    /// <param name="clamp">Whether a numeric mean is kept within the observed range here; a residual law does so itself.</param>
    internal static double[] Move(double[] means, double shift, OutcomeShape shape, bool clamp) => shape.IsBinary
        ? Array.ConvertAll(means, p => LogisticRegression.Sigmoid(LogisticRegression.Logit(Math.Clamp(p, Least, 1 - Least)) + shift))
        : Array.ConvertAll(means, m => clamp ? Math.Clamp(m + shift, shape.Minimum, shape.Maximum) : m + shift);

    /// <summary>Writes a shift into a mechanism's state; none for null.</summary>
    internal static void Write(ModelState state, HybridShift? shift)
    {
        if (shift is not null)
        {
            double[] saved = [.. shift.Levels ?? [shift.At(0), shift.At(1)]];
            state.Tensors[Key] = new Tensor(saved, saved.Length);
        }
    }

    /// <summary>Reads the shift of a state, or null where it has none.</summary>
    internal static HybridShift? Read(ModelState state)
    {
        if (!state.Tensors.ContainsKey(Key))
        {
            return null;
        }

        double[] saved = StateReader.Vector(state, Key);
        return saved.Length >= 2 && Array.TrueForAll(saved, double.IsFinite)
            ? Of(saved)
            : throw new CausalLoomException("The model file is damaged: its outcome's 'shift' is not a number. Fit the model again.");
    }
}
