namespace CausalLoom.Evaluation;

/// <summary>
/// The joint metrics of docs/methods/joint-metrics.md on all columns (X, W, Y): shown because they cannot see W and Y failures in high
/// dimension.
/// </summary>
/// <param name="InverseKl">Mean over columns of 1 / (1 + KL); 1 is best.</param>
/// <param name="KsComplement">Mean over columns of 1 − KS; 1 is best.</param>
/// <param name="JensenShannon">Mean over columns of the Jensen–Shannon distance (natural log); 0 is best.</param>
/// <param name="Sinkhorn">Debiased Sinkhorn divergence on min–max scaled columns, blur .05; 0 is best.</param>
/// <param name="Mmd">Biased MMD with kernel exp(−‖x−y‖²) on raw columns; 0 is best.</param>
/// <param name="AlphaPrecision">P_α on all columns.</param>
/// <param name="BetaRecall">R_β on all columns.</param>
public sealed record JointMetrics(double InverseKl, double KsComplement, double JensenShannon, double Sinkhorn, double Mmd,
    double AlphaPrecision, double BetaRecall);
