using CausalLoom.Evaluation.Treatment;

namespace CausalLoom.Evaluation.Effect;

/// <summary>The weight that assignment leaves to effects: E[g(1 − g)], overlap and effective arm sizes.</summary>
internal static class SignalShare
{
    /// <summary>Both sides.</summary>
    public static SignalMetrics Measure(SideFits fits) => new(
        Of(fits.Real.Treatment, fits.OnReal.Effect.Propensity),
        Of(fits.Synthetic.Treatment, fits.OnSynthetic.Effect.Propensity));

    /// <summary>One side.</summary>
    /// <param name="arms">The arm of each row.</param>
    /// <param name="propensity">g of each row, within (0, 1).</param>
    public static SignalSide Of(int[] arms, double[] propensity)
    {
        double variance = SampleStatistics.Mean(Array.ConvertAll(propensity, g => g * (1 - g)));
        double control = Effective(arms, propensity, 0), treated = Effective(arms, propensity, 1);
        int treatedRows = arms.Sum();
        return new SignalSide(variance, 4 * variance, TreatmentComparison.Overlap(propensity), control, treated,
            control / (arms.Length - treatedRows), treated / treatedRows);
    }

    private static double Effective(int[] arms, double[] propensity, int arm)
    {
        double sum = 0, squares = 0;
        for (int i = 0; i < arms.Length; i++)
        {
            double w = arms[i] != arm ? 0 : arm == 1 ? 1 / propensity[i] : 1 / (1 - propensity[i]);
            sum += w;
            squares += w * w;
        }

        return sum * sum / squares;
    }
}
