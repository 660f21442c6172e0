namespace CausalLoom.Evaluation.Covariates;

/// <summary>P_α and R_β of one synthetic table under each embedding of a bank.</summary>
/// <param name="Precisions">P_α by embedding.</param>
/// <param name="Recalls">R_β by embedding.</param>
public sealed record EmbeddingScores(double[] Precisions, double[] Recalls)
{
    /// <summary>Mean P_α.</summary>
    public double Precision => SampleStatistics.Mean(Precisions);

    /// <summary>Standard deviation of P_α over embeddings; 0 for one.</summary>
    public double PrecisionSd => SampleStatistics.Sd(Precisions);

    /// <summary>Mean R_β.</summary>
    public double Recall => SampleStatistics.Mean(Recalls);

    /// <summary>Standard deviation of R_β over embeddings; 0 for one.</summary>
    public double RecallSd => SampleStatistics.Sd(Recalls);
}
