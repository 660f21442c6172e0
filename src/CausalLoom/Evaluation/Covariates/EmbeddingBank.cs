using CausalLoom.Numerics.Linear;

namespace CausalLoom.Evaluation.Covariates;

/// <summary>
/// Several one-class embeddings of the same real rows, from different starting weights, shared by all synthetic tables that
/// are to be compared. One embedding alone moves P_α by a standard deviation of .05 to .12 (docs/methods/covariate-metrics.md), more than
/// most generators differ; their mean, and comparisons under the same bank, do not. The papers' code uses one.
/// </summary>
public sealed class EmbeddingBank
{
    private readonly (OneClassEmbedding Embedding, PrecisionRecall Real)[] _members;

    private EmbeddingBank((OneClassEmbedding Embedding, PrecisionRecall Real)[] members) => _members = members;

    /// <summary>
    /// Trains the embeddings, in parallel; embedding i takes child stream i, so more embeddings never change the first ones.
    /// </summary>
    /// <param name="real">Raw covariates of the real rows, [row, feature], without missing values; at least two rows.</param>
    /// <param name="embeddings">How many; 20 by default, 1 in the papers' code.</param>
    /// <param name="context">Stream, threads, progress.</param>
    public static EmbeddingBank Fit(Matrix real, int embeddings, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(embeddings);
        double[] centre = new double[real.Columns];
        Array.Fill(centre, OneClassEmbedding.Centre);
        return new EmbeddingBank(context.Map(embeddings, (_, child) =>
        {
            OneClassEmbedding embedding = OneClassEmbedding.Fit(real, child);
            return (embedding, new PrecisionRecall(embedding.Embed(real), centre, child));
        }));
    }

    /// <summary>P_α and R_β of a synthetic table in every embedding.</summary>
    /// <param name="synthetic">Raw covariates in the same features; any number of rows.</param>
    /// <param name="context">Threads.</param>
    public EmbeddingScores Score(Matrix synthetic, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(context);
        (double Precision, double Recall)[] scores = context.Map(
            _members.Length, (i, child) => _members[i].Real.Score(_members[i].Embedding.Embed(synthetic), child));
        return new EmbeddingScores([.. scores.Select(s => s.Precision)], [.. scores.Select(s => s.Recall)]);
    }
}
