using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Covariates;
using CausalLoom.Evaluation.Treatment;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Evaluation.Covariates;

/// <summary>P_α,X and R_β,X where reference numbers are known (docs/evidence/evaluation.md), on public data.</summary>
public sealed class CalibrationTests
{
    private static readonly FitContext Context = FitContext.ForSeed(1, threads: 2);

    [Fact]
    public void ActgFreshPatientsAndABootstrapCopyScoreAsCalibrated()
    {
        Table real = PublicData.Actg("0", "2").Covariates, others = PublicData.Actg("1", "3").Covariates;
        RandomStream stream = RandomStream.Of(2);
        CovariateComparison comparison = new(real, 6, Context);
        CovariateMetrics fresh = comparison.Measure(others.Take(stream.Permutation(others.Rows).AsSpan(0, real.Rows)), Context);

        // Reference .87–.92 and .47–.52; six embeddings of sd .05 to .08 leave about .03 on each side.
        Assert.InRange(fresh.AlphaPrecision, 0.83, 0.95);
        Assert.InRange(fresh.BetaRecall, 0.44, 0.54);
        CovariateMetrics copy = comparison.Measure(
            real.Take([.. Enumerable.Range(0, real.Rows).Select(_ => stream.NextInt(real.Rows))]), Context);
        Assert.InRange(copy.AlphaPrecision, 0.95, 1);
        Assert.InRange(copy.BetaRecall, 0.81, 0.90);
    }

    [Fact]
    public void PermutedColumnsOfRealDataLoseTheirDependence()
    {
        foreach (Table real in (Table[])[PublicData.Actg("0", "2").Covariates, PublicData.Ihdp()])
        {
            RandomStream stream = RandomStream.Of(3);
            Table permuted = new([.. real.Columns.Select(column => column.Take(stream.Permutation(real.Rows)))]);
            CovariateMetrics figures = new CovariateComparison(real, 1, Context).Measure(permuted, Context);
            EvaluationResult result = Results.Good with { Rows = new RowCounts(real.Rows, real.Rows), Covariates = figures };
            Verdict verdict = CausalLoom.Evaluation.Verdicts.VerdictRules.Of(result)[0];
            Assert.Equal(VerdictLevel.Fail, verdict.Level);
            Assert.InRange(figures.DependenceKept, -0.2, 0.2);
            Assert.True(figures.C2stBoosting < 0.75);
        }
    }

    [Fact]
    public void TheActgTrialIsIndistinguishableFromRandomised()
    {
        CausalData trial = PublicData.Actg("0", "2");
        AssignmentScore score = new AssignmentFidelity(new CalibratedPropensity(), 2)
            .Measure(trial.Covariates, trial.Treatment, trial.Covariates, trial.Treatment, Context);
        Assert.Null(score.Normalized);
    }
}
