using CausalLoom.Evaluation.Support;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Statistics;

namespace CausalLoom.Evaluation.Covariates;

/// <summary>
/// The variant of P_α and R_β without an embedding: covariates scaled to [0, 1] by the real rows, centred at the real mean.
/// </summary>
public sealed class MinMaxPrecisionRecall
{
    private readonly ColumnScaling _scaling;
    private readonly PrecisionRecall _real;

    /// <summary>Measures the real rows.</summary>
    public MinMaxPrecisionRecall(Matrix real, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(real);
        _scaling = ColumnScaling.MinMax(real);
        Matrix scaled = _scaling.Apply(real);
        _real = new PrecisionRecall(scaled, PrecisionRecall.CentroidOf(scaled), context);
    }

    /// <summary>P_α and R_β of synthetic rows.</summary>
    public (double Precision, double Recall) Score(Matrix synthetic, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(synthetic);
        return _real.Score(_scaling.Apply(synthetic), context);
    }
}
