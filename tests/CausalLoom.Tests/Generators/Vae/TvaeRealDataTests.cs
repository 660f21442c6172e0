using CausalLoom.Data;
using CausalLoom.Evaluation.Covariates;
using CausalLoom.Generators;
using CausalLoom.Generators.Vae;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Tests.Evaluation;

namespace CausalLoom.Tests.Generators.Vae;

/// <summary>
/// Fidelity on real trial covariates, one seed and four embeddings (docs/validation.md has five seeds and twenty). Below
/// the range the model has lost the dependence, above it copies: independent draws have R near 0.5, copies 0.85.
/// </summary>
public sealed class TvaeRealDataTests
{
    [Fact]
    public void IHDP_covariates_are_near_and_not_copied() => Check(PublicData.Ihdp(), 0.70, 0.92);

    [Fact]
    public void ACTG_covariates_are_near_and_not_copied() => Check(PublicData.Actg("0", "2").Covariates, 0.80, 0.96);

    private static void Check(Table real, double low, double high)
    {
        ITabularModel model = new TvaeGenerator().Fit(real, FitContext.ForSeed(1));
        Table made = model.Sample(real.Rows, RandomStream.Of(2));
        (FeatureEncoder encoder, Matrix x) = FeatureEncoder.FitEncode(real, FeatureOptions.Raw);
        EmbeddingScores scores = EmbeddingBank.Fit(x, 4, FitContext.ForSeed(3)).Score(encoder.Encode(made), FitContext.ForSeed(3));

        Assert.InRange(scores.Precisions.Average(), low, high);
        Assert.InRange(scores.Recalls.Average(), 0.38, 0.56);
        HashSet<string> rows = [.. Rows(real)];
        Assert.InRange(Rows(made).Count(rows.Contains), 0, real.Rows / 100);
    }

    private static string[] Rows(Table table) =>
        [.. Enumerable.Range(0, table.Rows).Select(i => string.Join('|', table.Columns.Select(c => c.TextAt(i))))];
}
