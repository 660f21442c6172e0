using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Covariates;

namespace CausalLoom.Sandbox.PaperEvaluation;

/// <summary>
/// τ and κ as the paper's code has them: what the model states of its own means at generated rows, beside what was asked there. κ of a
/// treated row is that of Y(0) and κ of a control that of Y(1). A model whose stated means are its targets is not tested by this.
/// </summary>
internal static class StatedKnobs
{
    public static IEnumerable<(string Key, double Value)> Of(SandboxDraw units, SandboxKnobs knobs)
    {
        double[] tau = knobs.Tau.Checked("tau", units.Covariates), stated = [.. units.Mu1.Zip(units.Mu0, (a, b) => a - b)];
        double[] kappa0 = knobs.Kappa0.Checked("kappa0", units.Covariates), kappa1 = knobs.Kappa1.Checked("kappa1", units.Covariates);
        double[] asked = [.. units.Treatment.Select((t, i) => t == 1 ? kappa0[i] : kappa1[i])];
        double[] given = [.. units.Treatment.Select((t, i) => t == 1 ? units.Kappa0[i] : units.Kappa1[i])];
        yield return ("tau_mae_as_coded", Mae(tau, stated));
        yield return ("tau_r_as_coded", Correlation(tau, stated));
        yield return ("tau_mean_error_as_coded", Math.Abs(stated.Average() - tau.Average()));
        yield return ("tau_w1_as_coded", W1(tau, stated));
        yield return ("kappa_mae_as_coded", Mae(asked, given));
        yield return ("kappa_mae_t0_as_coded", Mae(asked, given, units.Treatment, 0));
        yield return ("kappa_mae_t1_as_coded", Mae(asked, given, units.Treatment, 1));
        yield return ("kappa_w1_as_coded", W1(asked, given));
        yield return ("kappa_r_as_coded", Correlation(asked, given));
        yield return ("kappa_skill_as_coded", Skill(asked, given));
    }

    /// <summary>Pearson's r; NaN where either is constant.</summary>
    public static double Correlation(double[] a, double[] b) => Constant(a) || Constant(b) ? double.NaN : Association.Pearson(a, b);

    /// <summary>W1 of the two laws.</summary>
    public static double W1(double[] a, double[] b) => Wasserstein.Between(SampleStatistics.Sorted(a), SampleStatistics.Sorted(b));

    /// <summary>1 − MAE/MAE of the best constant; NaN where what was asked is constant.</summary>
    public static double Skill(double[] asked, double[] given)
    {
        double median = SampleStatistics.Median(asked), spread = asked.Average(v => Math.Abs(v - median));
        return Constant(asked) ? double.NaN : 1 - (Mae(asked, given) / spread);
    }

    private static bool Constant(double[] v) => v.Max() - v.Min() <= 1e-9 * Math.Max(1e-9, v.Max(Math.Abs));

    private static double Mae(double[] asked, double[] given) => asked.Zip(given, (a, b) => Math.Abs(a - b)).Average();

    private static double Mae(double[] asked, double[] given, int[] arms, int arm)
    {
        int[] rows = [.. Enumerable.Range(0, arms.Length).Where(i => arms[i] == arm)];
        return rows.Length == 0 ? double.NaN : rows.Average(i => Math.Abs(asked[i] - given[i]));
    }
}
