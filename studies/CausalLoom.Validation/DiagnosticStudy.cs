using System.Globalization;
using CausalLoom.Estimation.Average;
using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Effect;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Validation;

/// <summary>
/// Coverage of the intervals of the effect's diagnostics, and how often the nested tests find what was planted, and nothing else
/// (docs/evidence/evaluation.md).
/// </summary>
internal static class DiagnosticStudy
{
    /// <summary>Runs the study and prints one line of Markdown a planted process.</summary>
    /// <param name="real">Real rows.</param>
    /// <param name="synthetic">Synthetic rows.</param>
    /// <param name="replicates">Replicates.</param>
    /// <param name="only">Part of a process's name, or null for all.</param>
    public static void Run(int real, int synthetic, int replicates, string? only)
    {
        Console.WriteLine($"{real} real and {synthetic} synthetic rows, {replicates} replicates; percentages, in brackets means");
        Console.WriteLine("| planted | covariate term | contrast term | exact covariate | exact contrast | difference | subgroups flagged "
            + "| E[δ²] | overlap-weighted, lower end > 0 | finds covariates | assignment | outcome |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (PlantedProcess process in PlantedProcess.All.Where(p => only is null || p.Name.Contains(only, StringComparison.Ordinal)))
        {
            FitContext context = FitContext.ForSeed(1, Environment.ProcessorCount).Child("diagnostics").Child(process.Name);
            EffectDiagnostics[] results = context.Map(replicates, (_, child) => Once(process, real, synthetic, child));
            Console.WriteLine(Line(process, results));
        }
    }

    private static EffectDiagnostics Once(PlantedProcess process, int real, int synthetic, FitContext context)
    {
        RandomStream stream = context.Stream.Child("rows");
        (Data.CausalData rows, double[] effects) = process.Draw(synthetic, stream.Child("synthetic"));
        return EffectDiagnostics.Measure(new PlantedProcess("nothing").Draw(real, stream.Child("real")).Rows, rows, [effects],
            new NuisanceOptions(), context)[0];
    }

    private static string Line(PlantedProcess process, EffectDiagnostics[] r)
    {
        (double covariate, double contrast) = process.Terms;
        string[] cells =
        [
            process.Name,
            Covered(r, d => (d.Ate.CovariateTerm, d.Ate.CovariateTermCi), covariate),
            Covered(r, d => (d.Ate.ContrastTerm, d.Ate.ContrastTermCi), contrast),
            Covered(r, d => (d.Ate.Truth!.CovariateTerm, d.Ate.Truth.CovariateTermCi), covariate),
            Covered(r, d => (d.Ate.Truth!.ContrastTerm, d.Ate.Truth.ContrastTermCi), contrast),
            Covered(r, d => (d.Ate.Difference, d.Ate.DifferenceCi), covariate + contrast),
            Share(r, d => d.Ate.ContrastBySubgroup.Flagged.Count > 0),
            Covered(r, d => (d.CateGap.Unweighted.Gap, d.CateGap.Unweighted.GapCi), process.Gap),
            Share(r, d => d.CateGap.OverlapWeighted.GapCi[0] > 0),
            .. new[] { "covariates", "assignment", "outcome" }.Select(part => Share(r, d => d.Localisation.Found.Contains(part))),
        ];
        return "| " + string.Join(" | ", cells) + " |";
    }

    private static string Covered(EffectDiagnostics[] r, Func<EffectDiagnostics, (double Value, double[] Ci)> figure, double truth) =>
        Share(r, d => figure(d).Ci[0] <= truth && truth <= figure(d).Ci[1]) + string.Create(CultureInfo.InvariantCulture,
            $" ({r.Average(d => figure(d).Value):0.000})");

    private static string Share(EffectDiagnostics[] r, Func<EffectDiagnostics, bool> holds) =>
        (100.0 * r.Count(holds) / r.Length).ToString("0.0", CultureInfo.InvariantCulture);
}
