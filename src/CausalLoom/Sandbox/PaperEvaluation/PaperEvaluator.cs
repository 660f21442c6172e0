using CausalLoom.Data;
using CausalLoom.Evaluation;

namespace CausalLoom.Sandbox.PaperEvaluation;

/// <summary>
/// The evaluation of the CausalMix paper (arXiv 2603.03587), every row, on draws of as many rows as the real data have; where the
/// code's definition misleads there is a sound one beside it (docs/methods/sandbox-metrics.md).
/// </summary>
public static class PaperEvaluator
{
    /// <summary>Evaluates one fit; standard deviations are over its draws and say nothing of other fits.</summary>
    /// <param name="model">The model.</param>
    /// <param name="real">The data it was fitted to, all of whose rows are the reference, as in the paper.</param>
    /// <param name="options">Sizes; null: the defaults.</param>
    /// <param name="context">Stream, threads, progress.</param>
    /// <exception cref="CausalLoomException">The data are too few, or a knob gives no number on generated rows.</exception>
    public static PaperEvaluationResult Run(ISandboxModel model, CausalData real, PaperEvaluationOptions? options, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(context);
        options ??= new PaperEvaluationOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Draws, 1);
        if (real.Rows < 20)
        {
            throw new CausalLoomException($"There are {real.Rows} real rows; comparing distributions needs at least 20.");
        }

        RealSide side = new(model, real, options, context.Child("real"));
        Dictionary<string, double>[] draws = context.Child("draws").Map(options.Draws, (_, child) => side.Measure(child));
        Dictionary<string, double> once = DrawnKnobs.Of(model, options, context.Child("knobs")).ToDictionary(p => p.Key, p =>
            p.Value, StringComparer.Ordinal);
        PaperFigure[] figures = [.. PaperRows.All.Select(row => once.TryGetValue(row.Key, out double value)
            ? Figure(row, [value], NoDecoderRequest(model, row))
            : Figure(row, [.. draws.Select(d => d.GetValueOrDefault(row.Key, double.NaN))], NoDecoderRequest(model, row)))];
        return new PaperEvaluationResult(1, options.Draws, real.Rows, figures);
    }

    /// <summary>Evaluates fits from several training seeds; means and standard deviations are over them.</summary>
    /// <param name="models">The fits, at least one.</param>
    /// <param name="real">The data they were fitted to.</param>
    /// <param name="options">Sizes; null: the defaults.</param>
    /// <param name="context">Stream, threads, progress.</param>
    public static PaperEvaluationResult Run(IReadOnlyList<ISandboxModel> models, CausalData real, PaperEvaluationOptions? options,
        FitContext context)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(context);
        return Across([.. models.Select((model, k) => Run(model, real, options, context.Child("model").Child(k)))]);
    }

    /// <summary>Results of several fits as one: the mean and standard deviation of the fits' means.</summary>
    /// <param name="fits">The results, at least one, of the same data and options.</param>
    public static PaperEvaluationResult Across(IReadOnlyList<PaperEvaluationResult> fits)
    {
        ArgumentNullException.ThrowIfNull(fits);
        ArgumentOutOfRangeException.ThrowIfZero(fits.Count);
        return fits.Count == 1 ? fits[0]
            : new PaperEvaluationResult(fits.Sum(f => f.Models), fits[0].Draws, fits[0].Rows, [.. fits[0].Figures.Select((figure, k) =>
            Figure((figure.Key, figure.Label, string.Empty), [.. fits.Select(f => f.Figures[k].Mean)],
                fits.Select(f => f.Figures[k].Skipped).FirstOrDefault(s => s is not null)))]);
    }

    // A figure that some draw lacks is no figure: a mean over the others would be of other draws.
    private static PaperFigure Figure((string Key, string Label, string Missing) row, double[] values, string? missing)
    {
        double mean = SampleStatistics.Mean(values);
        bool there = double.IsFinite(mean);
        return new PaperFigure(
            row.Key,
            row.Label,
            PaperRows.FormOf(row.Key),
            there ? mean : double.NaN,
            there && values.Length > 1 ? SampleStatistics.Sd(values) : double.NaN,
            there ? null : missing ?? row.Missing);
    }

    private static string? NoDecoderRequest(ISandboxModel model, (string Key, string Label, string Missing) row) =>
        row.Key.StartsWith("decoder", StringComparison.Ordinal) && model is IDecoderOverlap && model.Knobs.LogAlpha is null
            ? "no overlap was asked for" : null;
}
