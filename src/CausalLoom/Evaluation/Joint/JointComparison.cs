using CausalLoom.Data;
using CausalLoom.Evaluation.Covariates;
using CausalLoom.Evaluation.Support;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Statistics;

namespace CausalLoom.Evaluation.Joint;

/// <summary>
/// The joint metrics of docs/methods/joint-metrics.md on the raw encoded columns X, W, Y, by column as the papers' code takes them
/// after one-hot coding. Metrics over pairs of rows use at most 1,000 rows a side.
/// </summary>
public static class JointComparison
{
    private const int MostPairRows = 1000;
    private const double Blur = 0.05;
    private const double Gamma = 1;

    /// <summary>Measures them.</summary>
    /// <param name="real">The real rows.</param>
    /// <param name="synthetic">The synthetic rows, aligned.</param>
    /// <param name="embeddings">How many one-class embeddings of all columns P and R are averaged over.</param>
    /// <param name="context">Stream, threads, progress.</param>
    public static JointMetrics Measure(CausalData real, CausalData synthetic, int embeddings, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(context);
        FeatureEncoder encoder = FeatureEncoder.Fit(real.Covariates, RawFeatures.Options);
        Matrix x = AllColumns(real, encoder), s = AllColumns(synthetic, encoder);
        Matrix manyX = RowSubsample.AtMost(x, CovariateComparison.MostPairRows, context.Stream.Child("embedded real rows"));
        Matrix manyS = RowSubsample.AtMost(s, CovariateComparison.MostPairRows, context.Stream.Child("embedded synthetic rows"));
        Matrix fewX = RowSubsample.AtMost(x, MostPairRows, context.Stream.Child("real rows"));
        Matrix fewS = RowSubsample.AtMost(s, MostPairRows, context.Stream.Child("synthetic rows"));
        ColumnScaling scaling = ColumnScaling.MinMax(x);
        EmbeddingScores embedded = EmbeddingBank.Fit(manyX, embeddings, context.Child("embeddings")).Score(manyS, context);
        return new JointMetrics(
            MeanOverColumns(x, s, InverseKullbackLeibler.OfColumn),
            MeanOverColumns(x, s, (a, b) => 1 - KolmogorovSmirnov.Statistic(SampleStatistics.Sorted(a), SampleStatistics.Sorted(b))),
            MeanOverColumns(x, s, CutJensenShannon.OfColumn),
            SinkhornDivergence.Between(scaling.Apply(fewX), scaling.Apply(fewS), Blur, context),
            MeanDiscrepancy.Between(fewX, fewS, Gamma, context),
            embedded.Precision,
            embedded.Recall);
    }

    private static Matrix AllColumns(CausalData data, FeatureEncoder encoder) =>
        LevelFeatures.Beside(encoder.Encode(data.Covariates), data.Treatment.Codes, data.Levels)
            .Append(new Matrix(data.Rows, 1, data.Outcome.Values));

    private static double MeanOverColumns(Matrix real, Matrix synthetic, Func<double[], double[], double> metric) =>
        Enumerable.Range(0, real.Columns).Average(j => metric(real.Column(j), synthetic.Column(j)));
}
