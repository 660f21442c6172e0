using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;

namespace CausalLoom.Evaluation.Effect;

/// <summary>One side's AIPW estimate of a contrast with the nuisances behind it.</summary>
/// <param name="Effect">The estimate.</param>
/// <param name="Nuisances">The nuisances of all levels.</param>
/// <param name="Contrast">The two levels.</param>
internal sealed record SideFit(AverageEffect Effect, Nuisances Nuisances, Contrast Contrast)
{
    /// <summary>ĝ of the contrast's level, clipped, out of fold, [n].</summary>
    public double[] Propensity => Nuisances.Propensity[Contrast.Level];

    /// <summary>The propensity model for other rows, not clipped; null where the assignment is known and not learnt.</summary>
    public IPropensityModel? PropensityModel => Nuisances.Treatment!.Model;

    /// <summary>Δ̂ of each row out of fold, [n].</summary>
    public double[] OutOfFold() => Subtract(Nuisances.Mu[Contrast.Level], Nuisances.Mu[Contrast.Reference]);

    /// <summary>Δ̂ at other rows.</summary>
    public double[] At(Table rows)
    {
        IOutcomeModel model = Nuisances.Outcome!.Model!;
        return Subtract(model.Mean(rows, Contrast.Level), model.Mean(rows, Contrast.Reference));
    }

    private static double[] Subtract(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x - y)];
}
