using CausalLoom.Data;
using CausalLoom.Sandbox.Verification;

namespace CausalLoom.Sandbox.PaperEvaluation;

/// <summary>
/// τ, κ₀ and κ₁ by draws: fresh units, fresh potential outcomes of each as a member of either arm, averaged within bins of what was asked;
/// the noise of draws is taken out of r and MAE (<see cref="KnobCalibration"/>). Nothing that the model states of itself is looked at.
/// </summary>
internal static class DrawnKnobs
{
    public static IEnumerable<(string Key, double Value)> Of(ISandboxModel model, PaperEvaluationOptions options, FitContext context)
    {
        SandboxDraw units = model.DrawUnits(options.Units, context.Stream.Child("units"));
        OutcomeMoments moments = OutcomeMoments.Of(model.Given(units.Covariates), options.Units, options.DrawsEach,
            context.Child("outcomes"));
        double[][] contrast = [moments.Contrast(0), moments.Contrast(1)];
        double[] own = [.. units.Treatment.Select((t, i) => contrast[t][i])];
        return
        [
            .. Figures("tau", model.Knobs.Tau.Checked("tau", units.Covariates), own, options.Bins),
            .. Figures("kappa0", model.Knobs.Kappa0.Checked("kappa0", units.Covariates), moments.Kappa(0).Value, options.Bins),
            .. Figures("kappa1", model.Knobs.Kappa1.Checked("kappa1", units.Covariates), moments.Kappa(1).Value, options.Bins),
        ];
    }

    /// <summary>The figures of one knob.</summary>
    public static IEnumerable<(string Key, double Value)> Figures(string key, double[] asked, double[] drawn, int bins)
    {
        KnobCheck check = KnobCheck.Of(key, asked, drawn, (0, 0), 1, new VerificationOptions { Bins = bins });
        double[] means = new double[asked.Length];
        foreach (int[] rows in Binning.Rows(asked, bins))
        {
            double mean = rows.Average(i => drawn[i]);
            foreach (int i in rows)
            {
                means[i] = mean;
            }
        }

        yield return (key + "_mae", check.MeanAbsoluteError);
        yield return (key + "_r", check.Correlation);
        yield return (key + "_skill", check.Skill);
        yield return (key + "_mean_error", Math.Abs(check.Delivered - check.Asked));
        yield return (key + "_w1", StatedKnobs.W1(asked, means));
    }
}
