using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Linear;
using CausalLoom.Tests.Mechanisms;

namespace CausalLoom.Tests.Estimation.Average;

/// <summary>What is said of a contrast of two levels among more is of those two.</summary>
public sealed class OverlapOfLevelsTests
{
    [Fact]
    public void ClippedRowsAndWarningsAreThoseOfTheContrast()
    {
        CausalData data = MechanismTables.Draw(200, 3);

        // Level 2 has hardly a chance in forty rows; the other two share what is left.
        double[] rare = [.. Enumerable.Range(0, data.Rows).Select(i => i < 40 ? 0.001 : 0.2)];
        double[][] g = [Array.ConvertAll(rare, p => (1 - p) / 2), Array.ConvertAll(rare, p => (1 - p) / 2), rare];
        double[][] mu = [.. g.Select(_ => new double[data.Rows])];
        Nuisances nuisances = Nuisances.Of(mu, g, PropensityClipping.Default);
        Assert.Equal(40, nuisances.Clipped);
        Matrix z = FeatureEncoder.FitEncode(data.Covariates).Features;
        int Clipped(int level, int reference) => OverlapDiagnostics.Of(data, nuisances, new Contrast(level, reference),
            Population.Everyone, z, [.. Enumerable.Range(0, z.Columns).Select(j => $"z{j}")]).Clipped;
        Assert.Equal((0, 40, 40), (Clipped(1, 0), Clipped(2, 0), Clipped(2, 1)));

        AverageEffects effects = AverageEffects.Of(
            data, nuisances, new AverageEffectOptions { Estimators = ["aipw"], AllPairs = true });
        Assert.Equal(["arm2 against arm0", "arm2 against arm1"], effects.Effects.SelectMany(e => e.Warnings)
            .Where(text => text.Contains("clipped", StringComparison.Ordinal)).Select(text => text.Split(':')[0]).Order());
    }
}
