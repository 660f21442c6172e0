using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Evaluation;

/// <summary>Tables as users have them: every figure must come out finite.</summary>
public sealed class HardTablesTests
{
    private static readonly EvaluationOptions Quick = new() { Embeddings = 1, JointEmbeddings = 1, AssignmentDraws = 2 };

    [Fact]
    public void ConstantEmptyHugeUniqueAndUnseenValuesGiveNumbers()
    {
        CausalData real = Table(120, 1, unseen: false), synthetic = Table(90, 2, unseen: true);
        string json = MetricsJson.Write(Evaluate(real, synthetic, Table(40, 3, unseen: false)));
        Assert.DoesNotContain("NaN", json, StringComparison.Ordinal);
        Assert.Contains("\"membership_auc\": 0.", json, StringComparison.Ordinal);
    }

    [Fact]
    public void SeparatedArmsAndConstantOutcomesGiveNumbers()
    {
        CausalData data = Table(150, 4, unseen: false);
        double[] x = data.Covariates["x"].ToNumbers();
        int[] separated = Array.ConvertAll(x, v => v > 0 ? 1 : 0);
        double[] constant = new double[data.Rows];
        CausalData hard = new(data.Covariates, data.TreatmentSpace, separated, new ContinuousColumn("y", constant), constant);
        EvaluationResult result = Evaluate(hard, hard, null);
        Assert.InRange(result.Treatment.OverlapReal, 0, 0.5);
        Assert.Equal(0, result.Ate.Real.Estimate, 9);
        Assert.NotEmpty(MetricsJson.Write(result));
    }

    [Fact]
    public void AnArmOfOneRowIsRefusedInOneLine()
    {
        CausalData data = Table(60, 5, unseen: false);
        CausalData lone = data.WithTreatment([1, .. new int[59]]);
        string message = Assert.Throws<CausalLoomException>(() => Evaluate(data, lone, null)).Message;
        Assert.Contains("two rows", message, StringComparison.Ordinal);
    }

    private static EvaluationResult Evaluate(CausalData real, CausalData synthetic, CausalData? holdout) =>
        Evaluator.Evaluate(real, synthetic, holdout, Quick, (_, _, _, _) => Results.Outcome, FitContext.ForSeed(1));

    private static CausalData Table(int rows, long seed, bool unseen)
    {
        RandomStream stream = RandomStream.Of(seed);
        double[] x = new double[rows], huge = new double[rows], empty = new double[rows], y = new double[rows];
        int[] w = new int[rows], unique = new int[rows], level = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            x[i] = stream.NextNormal();
            huge[i] = i == 0 ? 1e308 : stream.NextBernoulli(0.3) ? double.NaN : 1e5 * stream.NextNormal();
            empty[i] = double.NaN;
            unique[i] = i;
            level[i] = stream.NextInt(unseen ? 3 : 2);
            w[i] = stream.NextBernoulli(0.5) ? 1 : 0;
            y[i] = x[i] + w[i] + stream.NextNormal();
        }

        Column[] covariates =
        [
            new ContinuousColumn("x", x),
            new ContinuousColumn("huge", huge),
            new ContinuousColumn("empty", empty),
            new ContinuousColumn("constant", [.. Enumerable.Repeat(3.0, rows)]),
            new CategoricalColumn("unique", unique, [.. unique.Select(i => $"person {seed} {i}")]),
            unseen ? new CategoricalColumn("level", level, ["a", "b", "c"]) : new BinaryColumn("level", level, ["b", "a"]),
        ];
        return new CausalData(new Table(covariates), new TreatmentSpace("w", ["0", "1"]), w, new ContinuousColumn("y", y), y);
    }
}
