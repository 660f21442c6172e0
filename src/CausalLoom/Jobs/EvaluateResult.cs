using System.Globalization;
using System.Text;
using CausalLoom.Data;
using CausalLoom.Evaluation;

namespace CausalLoom.Jobs;

/// <summary>What was measured and the rows it was measured on.</summary>
/// <param name="Metrics">What was measured, with its intervals and verdicts.</param>
/// <param name="Real">The real rows.</param>
/// <param name="Synthetic">The synthetic rows.</param>
public sealed record EvaluateResult(EvaluationResult Metrics, CausalData Real, CausalData Synthetic) : IJobResult
{
    /// <summary>The true average effect of the synthetic rows, where it is known; of the first level after the reference.</summary>
    public double? TrueEffect { get; init; }

    /// <summary>What deserved a look when the rows were read, one line each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What was read of the real rows, used and left out; null where they were no file's.</summary>
    public ReadFacts? Read { get; init; }

    /// <summary>`metrics.json`.</summary>
    public string Json() => MetricsJson.Write(Metrics, Read?.Json());

    /// <summary>The verdicts and the main figures.</summary>
    public string Summary()
    {
        EvaluationResult r = Metrics;
        StringBuilder text = new();
        foreach (Verdict verdict in r.Verdicts)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{verdict.Level.ToString().ToUpperInvariant(),-8} {verdict.Desideratum}: {VisibleText.Line(verdict.Text)}\n");
        }

        string normalized = r.Treatment.JsdPiNormalized?.ToString("0.00", CultureInfo.InvariantCulture) ?? "not applicable";
        text.Append(CultureInfo.InvariantCulture,
            $"P_alpha {r.Covariates.AlphaPrecision:0.000} (sd {r.Covariates.AlphaPrecisionSd:0.000}), R_beta "
            + $"{r.Covariates.BetaRecall:0.000} (0.5 is ideal), C2ST {r.Covariates.C2stBoosting:0.000}\n");
        text.Append(CultureInfo.InvariantCulture, $"JSD_pi {r.Treatment.JsdPi:0.000}, normalised {normalized}\n");
        text.Append(CultureInfo.InvariantCulture,
            $"U_PEHE {r.Outcome.UPehe:0.000} (floor {r.Outcome.Floor:0.000}, bootstrap floor {r.Outcome.FloorBootstrap:0.000})\n");
        if (r.Contrasts is { } contrasts)
        {
            foreach (EffectContrast contrast in contrasts)
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"{VisibleText.Name(contrast.Level)} against {VisibleText.Name(contrast.Reference)}:\n");
                Append(text, contrast.Ate);
            }
        }
        else
        {
            Append(text, r.Ate);
        }

        text.Append(VisibleText.Line(r.Localisation.Reading)).Append('\n');
        return text.ToString();
    }

    /// <summary>Evaluates, with the exact effects of the synthetic rows where they are known.</summary>
    internal static EvaluateResult Of(CausalData real, CausalData synthetic, CausalData? holdout, IReadOnlyList<double[]>? effects,
        EvaluationOptions options, FitContext context) =>
        new(Evaluator.Evaluate(real, synthetic, holdout, effects, options, context), real, synthetic)
            { TrueEffect = effects?[0].Average() };

    private static void Append(StringBuilder text, AteComparison ate)
    {
        text.Append(CultureInfo.InvariantCulture, $"ATE real {ate.Real.Estimate:0.000} (SE {ate.Real.Se:0.000}), synthetic "
            + $"{ate.Synthetic.Estimate:0.000} (SE {ate.Synthetic.Se:0.000})\n");
        text.Append(CultureInfo.InvariantCulture, $"ATE difference {ate.Difference:0.000}: covariate term "
            + $"{Figure(ate.CovariateTerm, ate.CovariateTermCi)}, contrast term {Figure(ate.ContrastTerm, ate.ContrastTermCi)}\n");
        if (ate.Truth is { } truth)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"With exact effects {truth.Difference:0.000}: covariate term {Figure(truth.CovariateTerm, truth.CovariateTermCi)}, "
                + $"contrast term {Figure(truth.ContrastTerm, truth.ContrastTermCi)}\n");
        }
    }

    private static string Figure(double value, double[] interval) =>
        string.Create(CultureInfo.InvariantCulture, $"{value:0.000} ({interval[0]:0.000} to {interval[1]:0.000})");
}
