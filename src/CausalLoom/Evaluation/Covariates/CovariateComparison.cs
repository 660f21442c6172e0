using CausalLoom.Data;
using CausalLoom.Evaluation.Support;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Statistics;

namespace CausalLoom.Evaluation.Covariates;

/// <summary>
/// All figures on the covariates. The real side is measured once and scores any number of synthetic tables under the same
/// embeddings. Missing values are imputed from the real rows, with an indicator, on both sides alike.
/// </summary>
public sealed class CovariateComparison
{
    private const int MostPairRows = 5000;

    private readonly Table _real;
    private readonly FeatureEncoder _encoder;
    private readonly Matrix _raw;
    private readonly EmbeddingBank _bank;
    private readonly MinMaxPrecisionRecall _minMax;

    /// <summary>Measures the real side.</summary>
    /// <param name="real">Real covariates; at least two rows.</param>
    /// <param name="embeddings">How many one-class embeddings; 20 by default, 1 in the papers' code.</param>
    /// <param name="context">Stream (the embeddings' starting weights), threads, progress.</param>
    public CovariateComparison(Table real, int embeddings, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(context);
        _real = real;
        (_encoder, _raw) = FeatureEncoder.FitEncode(real, RawFeatures.Options);
        _bank = EmbeddingBank.Fit(_raw, embeddings, context.Child("embeddings"));
        _minMax = new MinMaxPrecisionRecall(_raw, context);
    }

    /// <summary>Measures a synthetic table.</summary>
    /// <param name="synthetic">Synthetic covariates, aligned (<see cref="TableAlignment"/>).</param>
    /// <param name="context">Stream, threads, progress.</param>
    public CovariateMetrics Measure(Table synthetic, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(context);
        Matrix rows = _encoder.Encode(synthetic);
        EmbeddingScores embedded = _bank.Score(rows, context);
        (double precision, double recall) = _minMax.Score(rows, context);
        (double kept, double keptSe) = DependenceStrength.Measure(_real, synthetic);
        (double mmd, double energy) = Distances(rows, context);
        return new CovariateMetrics(
            embedded.Precision,
            embedded.PrecisionSd,
            embedded.Recall,
            embedded.RecallSd,
            precision,
            recall,
            Authenticity.Share(_raw, rows, context),
            KolmogorovSmirnov.Complement(_real, synthetic),
            TotalVariation.Complement(_real, synthetic),
            CorrelationSimilarity.Between(_real, synthetic),
            Wasserstein.Distance(_real, synthetic),
            ClassifierTest.Logistic(_real, synthetic, context.Child("c2st_logistic")),
            ClassifierTest.Boosting(_real, synthetic, context.Child("c2st_boosting")),
            mmd,
            energy)
        {
            DependenceKept = kept,
            DependenceKeptSe = keptSe,
            MissingRateDifference = MissingRates.Difference(_real, synthetic),
        };
    }

    // On standardised covariates of at most 5,000 rows a side.
    private (double Mmd, double Energy) Distances(Matrix rows, FitContext context)
    {
        ColumnScaling scaling = ColumnScaling.Standard(_raw);
        Matrix x = RowSubsample.AtMost(scaling.Apply(_raw), MostPairRows, context.Stream.Child("real rows"));
        Matrix s = RowSubsample.AtMost(scaling.Apply(rows), MostPairRows, context.Stream.Child("synthetic rows"));
        double gamma = MeanDiscrepancy.MedianHeuristic(x, context.Stream.Child("median"));
        return (MeanDiscrepancy.Between(x, s, gamma, context), EnergyDistance.Between(x, s, context));
    }
}
