using CausalLoom.Evaluation.Support;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Statistics;

namespace CausalLoom.Evaluation.Covariates;

/// <summary>
/// Authenticity (Alaa et al., 2022): the share of synthetic rows that are farther from their nearest real row than that
/// real row is from its own nearest other real row, on standardised covariates. The matched real row is the nearest one;
/// synthcity 0.2.12 looks it up with the synthetic row's number instead (docs/methods/covariate-metrics.md). Equal distances count half,
/// so that tables of few distinct rows are not taken for copies. About ½ for an independent sample, somewhat less in few
/// dimensions, where neighbours are more often mutual; 0 for a copy of distinct rows.
/// </summary>
public static class Authenticity
{
    /// <summary>The share of authentic rows.</summary>
    /// <param name="real">Encoded real covariates, [row, feature]; at least two rows.</param>
    /// <param name="synthetic">Encoded synthetic covariates in the same features.</param>
    /// <param name="context">Threads.</param>
    public static double Share(Matrix real, Matrix synthetic, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        ColumnScaling scaling = ColumnScaling.Standard(real);
        Matrix x = scaling.Apply(real);
        double[] nearestOther = NearestRows.Among(x, context).Distance;
        NearestRows matches = NearestRows.Of(scaling.Apply(synthetic), x, context);
        double authentic = 0;
        for (int i = 0; i < synthetic.Rows; i++)
        {
            authentic += matches.Distance[i].CompareTo(nearestOther[matches.Index[i]]) switch { > 0 => 1, 0 => 0.5, _ => 0 };
        }

        return authentic / synthetic.Rows;
    }
}
