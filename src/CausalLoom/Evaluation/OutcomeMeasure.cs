using CausalLoom.Data;

namespace CausalLoom.Evaluation;

/// <summary>Measures the outcome mechanism.</summary>
/// <param name="real">The real rows.</param>
/// <param name="synthetic">The synthetic rows, aligned.</param>
/// <param name="jsdPiNormalized">The treatment metric, which sharpens the failure signature; null where undecidable.</param>
/// <param name="context">Stream, threads, progress.</param>
internal delegate OutcomeMetrics OutcomeMeasure(CausalData real, CausalData synthetic, double? jsdPiNormalized, FitContext context);
