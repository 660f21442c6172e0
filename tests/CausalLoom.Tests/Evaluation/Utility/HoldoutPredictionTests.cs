using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Utility;
using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;

namespace CausalLoom.Tests.Evaluation.Utility;

public sealed class HoldoutPredictionTests
{
    private static readonly SteamSimulator Simulator = new(new SteamSimulatorOptions(Dimensions: 4, Confounders: 1, Modifiers: 1));

    [Fact]
    public void AGoodSampleTrainsAsWellAsRealRowsAndAScrambledOneDoesNot()
    {
        CausalData real = Samples.Draw(Simulator, 1500, 1), fresh = Samples.Draw(Simulator, 1500, 2),
            holdout = Samples.Draw(Simulator, 1000, 3);
        UtilityMetrics good = HoldoutPrediction.Measure(real, fresh, holdout, FitContext.ForSeed(1));
        Assert.Equal("rmse", good.Metric);

        // The residual SD is 1: no model can do better, and 1,500 rows bring trees close.
        Assert.InRange(good.Trtr!.Value, 0.93, 1.35);
        Assert.InRange(good.Tstr!.Value / good.Trtr.Value, 0.9, 1.1);
        Assert.Null(good.Note);
        Table scrambled = fresh.Covariates.Take(RandomStream.Of(4).Permutation(1500));
        CausalData bad = new(scrambled, fresh.TreatmentSpace, fresh.Treatment.Codes, fresh.OutcomeColumn, fresh.Outcome.Values);
        Assert.True(HoldoutPrediction.Measure(real, bad, holdout, FitContext.ForSeed(1)).Tstr > 1.3 * good.Trtr);
    }

    [Fact]
    public void ATwoLevelOutcomeIsScoredByAuc()
    {
        CausalData real = Binary(1), fresh = Binary(2), holdout = Binary(3);
        UtilityMetrics m = HoldoutPrediction.Measure(real, fresh, holdout, FitContext.ForSeed(1));
        Assert.Equal("auc", m.Metric);
        Assert.InRange(m.Tstr!.Value, 0.8, 1);
        Assert.InRange(m.Trtr!.Value, 0.8, 1);
    }

    [Fact]
    public void WithoutAHoldoutBothAreNullAndSaidToBe()
    {
        CausalData rows = Binary(1);
        UtilityMetrics m = HoldoutPrediction.Measure(rows, rows, null, FitContext.ForSeed(1));
        Assert.Null(m.Tstr);
        Assert.Null(m.Trtr);
        Assert.Contains("‹holdout›", m.Note, StringComparison.Ordinal);
    }

    // Y = 1 where the simulator's outcome exceeds 2.
    private static CausalData Binary(long seed)
    {
        CausalData data = Samples.Draw(Simulator, 800, seed);
        int[] codes = Array.ConvertAll(data.Outcome.Values, y => y > 2 ? 1 : 0);
        return new CausalData(data.Covariates, data.TreatmentSpace, data.Treatment.Codes, new BinaryColumn("y", codes, ["no", "yes"]),
            Array.ConvertAll(codes, c => (double)c));
    }
}
