using System.Globalization;
using System.Text;
using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Generators;
using CausalLoom.Io;
using CausalLoom.Report;

namespace CausalLoom.Cli.CommandLine;

/// <summary>An evaluation and the rows it was made on: what `evaluate`, `demo` and `synthesize --report` write.</summary>
/// <param name="Result">What was measured, with its intervals.</param>
/// <param name="Real">The real rows.</param>
/// <param name="Synthetic">The synthetic rows.</param>
public sealed record EvaluationRun(EvaluationResult Result, CausalData Real, CausalData Synthetic)
{
    /// <summary>Evaluates; with the exact effects of the synthetic rows where they are known.</summary>
    public static EvaluationRun Of(CausalData real, CausalData synthetic, CausalData? holdout, EvaluationOptions options,
        FitContext context, double[]? trueEffects = null) =>
        new(Evaluator.Evaluate(real, synthetic, holdout, trueEffects is null ? null : [trueEffects], options, context), real, synthetic);

    /// <summary>Writes `metrics.json` where asked.</summary>
    public void WriteJson(string? path, Surroundings surroundings) => Results.Write(MetricsJson.Write(Result), path, surroundings);

    /// <summary>Writes the report where asked.</summary>
    public void WriteReport(string? path, Surroundings surroundings, RunFacts facts, IReadOnlyList<string> warnings,
        IReadOnlyList<TrainingPoint>? curve = null,
        KnownTruth? truth = null)
    {
        if (path is null)
        {
            return;
        }

        ReportInput input = new("CausalLoom report", facts, Result, Real, Synthetic)
        {
            TrainingCurve = curve ?? [],
            Truth = truth,
            Warnings = warnings,
        };
        Results.Write(ReportPage.Render(input), path, surroundings);
    }

    /// <summary>The verdicts and the main figures as text for a person.</summary>
    public string Summary()
    {
        EvaluationResult r = Result;
        StringBuilder text = new();
        foreach (Verdict verdict in r.Verdicts)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{verdict.Level.ToString().ToUpperInvariant(),-8} {verdict.Desideratum}: {verdict.Text}\n");
        }

        string normalized = r.Treatment.JsdPiNormalized?.ToString("0.00", CultureInfo.InvariantCulture) ?? "not applicable";
        text.Append(CultureInfo.InvariantCulture,
            $"P_alpha {r.Covariates.AlphaPrecision:0.000} (sd {r.Covariates.AlphaPrecisionSd:0.000}), R_beta "
            + $"{r.Covariates.BetaRecall:0.000} (0.5 is ideal), C2ST {r.Covariates.C2stBoosting:0.000}\n");
        text.Append(CultureInfo.InvariantCulture, $"JSD_pi {r.Treatment.JsdPi:0.000}, normalised {normalized}\n");
        text.Append(CultureInfo.InvariantCulture,
            $"U_PEHE {r.Outcome.UPehe:0.000} (floor {r.Outcome.Floor:0.000}, bootstrap floor {r.Outcome.FloorBootstrap:0.000})\n");
        text.Append(CultureInfo.InvariantCulture, $"ATE real {r.Ate.Real.Estimate:0.000} (SE {r.Ate.Real.Se:0.000}), synthetic "
            + $"{r.Ate.Synthetic.Estimate:0.000} (SE {r.Ate.Synthetic.Se:0.000})\n");
        text.Append(CultureInfo.InvariantCulture, $"ATE difference {r.Ate.Difference:0.000}: covariate term "
            + $"{Figure(r.Ate.CovariateTerm, r.Ate.CovariateTermCi)}, contrast term {Figure(r.Ate.ContrastTerm, r.Ate.ContrastTermCi)}\n");
        if (r.Ate.Truth is { } truth)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"With exact effects {truth.Difference:0.000}: covariate term {Figure(truth.CovariateTerm, truth.CovariateTermCi)}, "
                + $"contrast term {Figure(truth.ContrastTerm, truth.ContrastTermCi)}\n");
        }

        text.Append(r.Localisation.Reading).Append('\n');
        return text.ToString();
    }
    private static string Figure(double value, double[] interval) =>
        string.Create(CultureInfo.InvariantCulture, $"{value:0.000} ({interval[0]:0.000} to {interval[1]:0.000})");
}
