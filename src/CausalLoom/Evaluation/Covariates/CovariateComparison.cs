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
    /// <summary>Figures over pairs of rows are measured on at most so many rows a side; columns' own figures on all.</summary>
    public const int MostPairRows = 5000;

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
        _encoder = FeatureEncoder.Fit(real, RawFeatures.Options);
        _raw = _encoder.Encode(RowSubsample.AtMost(real, MostPairRows, context.Stream.Child("real rows")));
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
        Matrix rows = _encoder.Encode(RowSubsample.AtMost(synthetic, MostPairRows, context.Stream.Child("synthetic rows")));
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

    // On standardised covariates.
    private (double Mmd, double Energy) Distances(Matrix rows, FitContext context)
    {
        ColumnScaling scaling = ColumnScaling.Standard(_raw);
        Matrix x = scaling.Apply(_raw), s = scaling.Apply(rows);
        double gamma = MeanDiscrepancy.MedianHeuristic(x, context.Stream.Child("median"));
        return (MeanDiscrepancy.Between(x, s, gamma, context), EnergyDistance.Between(x, s, context));
    }
}
