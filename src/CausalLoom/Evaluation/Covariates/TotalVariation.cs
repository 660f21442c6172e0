using CausalLoom.Data;

namespace CausalLoom.Evaluation.Covariates;

/// <summary>Total variation of level frequencies, TV = ½·Σ_k |p_k − q_k|, over observed values.</summary>
public static class TotalVariation
{
    /// <summary>Mean of 1 − TV over binary and categorical columns; 1 where there are none.</summary>
    public static double Complement(Table real, Table synthetic)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        return ColumnMean.Over(
            real,
            synthetic,
            column => column is DiscreteColumn,
            (a, b) => 1 - Between(Frequencies((DiscreteColumn)a), Frequencies((DiscreteColumn)b)),
            1);
    }

    /// <summary>½·Σ_k |p_k − q_k|; 1 where just one side has no values, 0 where neither has.</summary>
    public static double Between(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        double distance = 0, massP = 0, massQ = 0;
        for (int k = 0; k < p.Length; k++)
        {
            distance += Math.Abs(p[k] - q[k]) / 2;
            massP += p[k];
            massQ += q[k];
        }

        return (massP > 0) == (massQ > 0) ? distance : 1;
    }

    /// <summary>The share of each level among observed values; all 0 where nothing is observed.</summary>
    internal static double[] Frequencies(DiscreteColumn column)
    {
        double[] shares = new double[column.Levels.Length];
        int observed = column.Count - column.MissingCount;
        foreach (int code in column.Codes)
        {
            if (code >= 0)
            {
                shares[code] += 1.0 / observed;
            }
        }

        return shares;
    }
}
