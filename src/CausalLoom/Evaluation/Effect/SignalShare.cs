using CausalLoom.Estimation.Average;
using CausalLoom.Data;
using CausalLoom.Evaluation.Treatment;

namespace CausalLoom.Evaluation.Effect;

/// <summary>The weight that assignment leaves to effects: E[g(1 − g)], overlap and effective arm sizes.</summary>
internal static class SignalShare
{
    /// <summary>Both sides.</summary>
    public static SignalMetrics Measure(SideFits fits) => new(Of(fits.Real, fits.OnReal), Of(fits.Synthetic, fits.OnSynthetic));

    private static SignalSide Of(CausalData data, SideFit fit) => Of(data.Treatment.Codes, fit.Nuisances.Propensity, fit.Contrast);

    /// <summary>One side.</summary>
    /// <param name="arms">The level of each row.</param>
    /// <param name="propensity">g of each row, within (0, 1), [K][n].</param>
    /// <param name="contrast">The two levels.</param>
    public static SignalSide Of(int[] arms, double[][] propensity, Contrast contrast)
    {
        double[] level = propensity[contrast.Level], reference = propensity[contrast.Reference];
        double variance = SampleStatistics.Mean([.. level.Select((g, i) => g * reference[i])]);
        double control = Effective(arms, reference, contrast.Reference), treated = Effective(arms, level, contrast.Level);
        return new SignalSide(variance, 4 * variance, TreatmentComparison.Overlap(level), control, treated,
            control / arms.Count(w => w == contrast.Reference), treated / arms.Count(w => w == contrast.Level));
    }

    private static double Effective(int[] arms, double[] propensity, int arm)
    {
        double sum = 0, squares = 0;
        for (int i = 0; i < arms.Length; i++)
        {
            double w = arms[i] != arm ? 0 : 1 / propensity[i];
            sum += w;
            squares += w * w;
        }

        return sum * sum / squares;
    }
}
