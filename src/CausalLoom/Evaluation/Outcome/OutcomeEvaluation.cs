using CausalLoom.Data;

namespace CausalLoom.Evaluation.Outcome;

/// <summary>Measures the fidelity of P(Y | W, X) of one synthetic table.</summary>
public static class OutcomeEvaluation
{
    /// <summary>
    /// Fits the real side with its floors, then compares. Where several tables are compared with one real one, fit
    /// <see cref="OutcomeReference"/> once: with the context's child "reference", and compare under "synthetic", to get
    /// the same numbers.
    /// </summary>
    /// <param name="real">The real rows.</param>
    /// <param name="synthetic">The synthetic rows.</param>
    /// <param name="options">How.</param>
    /// <param name="context">Stream, threads, progress, cancellation.</param>
    /// <param name="jsdPiNormalized">The treatment metric where it is known: it sharpens the failure signature.</param>
    public static OutcomeMetrics Run(CausalData real, CausalData synthetic, OutcomeEvaluationOptions options, FitContext context,
        double? jsdPiNormalized = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(synthetic);
        OutcomeReference reference = OutcomeReference.Fit(real, options, context.Child("reference"), synthetic.Rows);
        return reference.Compare(synthetic, context.Child("synthetic"), jsdPiNormalized);
    }
}
