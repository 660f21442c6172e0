using CausalLoom.Models;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Synthesis;

/// <summary>
/// The fluctuation of <see cref="HybridSynthesizer"/>: one number an arm, added to the outcome means on the link of the outcome. Of all
/// changes that bring the average of an arm's means to a given value this is the smallest in Kullback-Leibler divergence, Bernoulli on
/// the logit and normal on the identity.
/// </summary>
/// <param name="Control">What is added under control.</param>
/// <param name="Treated">What is added under treatment.</param>
public sealed record HybridShift(double Control, double Treated)
{
    private const string Key = "shift";

    // A probability of exactly 0 or 1 could not be moved at all.
    private const double Least = 1e-6;

    /// <summary>The shift of an arm.</summary>
    public double Of(int arm) => arm == 1 ? Treated : Control;

    /// <summary>Means moved by a shift.</summary>
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
            state.Tensors[Key] = new Tensor([shift.Control, shift.Treated], 2);
        }
    }

    /// <summary>Reads the shift of a state, or null where it has none.</summary>
    internal static HybridShift? Read(ModelState state)
    {
        if (!state.Tensors.ContainsKey(Key))
        {
            return null;
        }

        double[] saved = state.Doubles(Key, 2);
        return double.IsFinite(saved[0]) && double.IsFinite(saved[1])
            ? new HybridShift(saved[0], saved[1])
            : throw new CausalLoomException("The model file is damaged: its outcome's 'shift' is not a number. Fit the model again.");
    }
}
