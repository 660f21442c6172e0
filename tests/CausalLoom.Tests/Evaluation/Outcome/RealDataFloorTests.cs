using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Outcome;
using CausalLoom.Mechanisms.Networks;
using CausalLoom.Tests.Data;

namespace CausalLoom.Tests.Evaluation.Outcome;

/// <summary>
/// U_PEHE on IHDP, beside the numbers that CATENets gives there: floors 1.43 and 1.59. Fixed seeds; over four other seeds the paper
/// preset's floors were 1.43–2.04, the default's .57–.67. ACTG175 and five seeds are `studies/CausalLoom.Validation` (docs/validation.md).
/// </summary>
public class RealDataFloorTests
{
    [Fact]
    public void ThePaperPresetHasThePapersFloor()
    {
        Assert.InRange(OutcomeReference.Fit(Ihdp(), OutcomeEvaluationOptions.SteamPaper, FitContext.ForSeed(1, threads: 2)).Floor,
            1.2, 2.3);
    }

    [Fact]
    public void TheDefaultHasLowerFloorsAndPassesTheOutcomeModelItself()
    {
        CausalData real = Ihdp();
        OutcomeReference reference = OutcomeReference.Fit(real, new OutcomeEvaluationOptions(), FitContext.ForSeed(1, threads: 2));
        Assert.InRange(reference.Floor, 0, 0.8);

        // STEAM's Y on the real X and W, without noise: what --outcome-noise none can reach at best.
        double[][] means = Means(real);
        double[] noiseless = [.. real.Treatment.Select((w, i) => means[w][i])];
        OutcomeMetrics metrics = reference.Compare(With(real, noiseless), FitContext.ForSeed(2, threads: 2));
        Assert.InRange(metrics.UPehe, 0, 1.9);
        Assert.InRange(Assert.NotNull(metrics.NoiseRatio), 0, OutcomeFailure.NoiseLimit);

        // The same with the effect, which is 4, taken out of each treated row.
        OutcomeMetrics none = reference.Compare(With(real,
            [.. real.Outcome.Select((y, i) => y - (real.Treatment[i] * (means[1][i] - means[0][i])))]), FitContext.ForSeed(3, threads: 2));
        Assert.True(none.UPehe > metrics.UPehe && none.UPehe > 2.5 * none.FloorBootstrap);
    }

    private static double[][] Means(CausalData real)
    {
        NetworkOutcomeModel model = (NetworkOutcomeModel)new SLearnerNetwork().Fit(real, FitContext.ForSeed(4));
        return [model.Mean(real.Covariates, 0), model.Mean(real.Covariates, 1)];
    }

    private static CausalData With(CausalData real, double[] outcome) =>
        new(real.Covariates, real.TreatmentSpace, real.Treatment.Codes, new ContinuousColumn("y", outcome), outcome);

    private static CausalData Ihdp()
    {
        Table all = CsvTable.Read(SharedData.Find("ihdp_npci_1.csv")).Table;
        Table covariates = all.Select(Enumerable.Range(1, 25).Select(j => $"x{j}"));
        int[] treated = Array.ConvertAll(all["treatment"].ToNumbers(), w => (int)w);
        double[] outcome = all["y_factual"].ToNumbers();
        return new CausalData(covariates, new TreatmentSpace("treatment", ["0", "1"]), treated,
            new ContinuousColumn("y", outcome), outcome);
    }
}
