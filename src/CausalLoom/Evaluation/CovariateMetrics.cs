namespace CausalLoom.Evaluation;

/// <summary>Fidelity of P(X), W and Y left out.</summary>
/// <param name="AlphaPrecision">P_α,X, one-class variant (docs/methods/covariate-metrics.md), mean over shared embeddings; 1 is best, a
/// copy scores about .98.</param>
/// <param name="AlphaPrecisionSd">Its standard deviation over embeddings.</param>
/// <param name="BetaRecall">R_β,X; about ½ for an ideal independent sample, near 1 for a copy.</param>
/// <param name="BetaRecallSd">Its standard deviation over embeddings.</param>
/// <param name="AlphaPrecisionMinmax">P_α,X on min–max scaled covariates without an embedding.</param>
/// <param name="BetaRecallMinmax">R_β,X on min–max scaled covariates.</param>
/// <param name="Authenticity">Share of synthetic rows farther from their nearest real row than that row is from its nearest other real row;
/// about ½ for an independent sample, 0 for a copy.</param>
/// <param name="KsComplement">Mean of 1 − KS over numeric columns; 1 is best.</param>
/// <param name="TvComplement">Mean of 1 − total variation over discrete columns; 1 is best.</param>
/// <param name="CorrelationSimilarity">Mean of 1 − |r_real − r_synthetic| / 2 over pairs of columns; 1 is best.</param>
/// <param name="Wasserstein">Mean W1 / SD over columns; 0 is best.</param>
/// <param name="C2stLogistic">1 − 2·|AUC − ½| of a cross-fitted logistic classifier; 1 is best.</param>
/// <param name="C2stBoosting">The same with boosted trees.</param>
/// <param name="Mmd">Maximum mean discrepancy, RBF kernel on standardised covariates; 0 is best.</param>
/// <param name="Energy">Energy distance on standardised covariates; 0 is best.</param>
public sealed record CovariateMetrics(
    double AlphaPrecision,
    double AlphaPrecisionSd,
    double BetaRecall,
    double BetaRecallSd,
    double AlphaPrecisionMinmax,
    double BetaRecallMinmax,
    double Authenticity,
    double KsComplement,
    double TvComplement,
    double CorrelationSimilarity,
    double Wasserstein,
    double C2stLogistic,
    double C2stBoosting,
    double Mmd,
    double Energy)
{
    /// <summary>
    /// Share of the strength of the real correlations between columns that is kept; 1 is best, 0 for independent columns, negative for
    /// reversed ones.
    /// </summary>
    public double DependenceKept { get; init; }

    /// <summary>The approximate standard error of <see cref="DependenceKept"/> by sampling of both tables.</summary>
    public double DependenceKeptSe { get; init; }

    /// <summary>Mean over columns of the absolute difference in the share of missing values; 0 is best.</summary>
    public double MissingRateDifference { get; init; }
}
