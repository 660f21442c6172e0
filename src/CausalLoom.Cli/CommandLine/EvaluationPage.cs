using CausalLoom.Generators;
using CausalLoom.Jobs;
using CausalLoom.Report;

namespace CausalLoom.Cli.CommandLine;

/// <summary>The report on an evaluation.</summary>
public static class EvaluationPage
{
    /// <summary>The page.</summary>
    /// <param name="result">What was measured.</param>
    /// <param name="facts">What was run.</param>
    /// <param name="warnings">What deserved a look, one line each.</param>
    /// <param name="curve">How the generator's training went, where there was one.</param>
    /// <param name="trueReal">The true average effect of the real rows' source, where it is known.</param>
    public static string Of(EvaluateResult result, RunFacts facts, IReadOnlyList<string> warnings,
        IReadOnlyList<TrainingPoint>? curve = null, double? trueReal = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        return ReportPage.Render(new ReportInput("CausalLoom report", facts with { Read = result.Read }, result.Metrics, result.Real,
            result.Synthetic)
        {
            TrainingCurve = curve ?? [],
            Truth = trueReal is null && result.TrueEffect is null ? null : new KnownTruth(trueReal, result.TrueEffect),
            Warnings = warnings,
        });
    }
}
