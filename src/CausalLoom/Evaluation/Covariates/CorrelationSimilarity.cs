using CausalLoom.Data;

namespace CausalLoom.Evaluation.Covariates;

/// <summary>
/// How alike the associations between columns are: mean over pairs of 1 − |r_real − r_synthetic| / 2, with r as <see cref="Association"/>
/// measures it.
/// </summary>
public static class CorrelationSimilarity
{
    /// <summary>The similarity of two aligned tables; 1 where there is only one column.</summary>
    public static double Between(Table real, Table synthetic)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        double sum = 0;
        int pairs = 0;
        for (int j = 0; j < real.Columns.Count; j++)
        {
            for (int k = 0; k < j; k++)
            {
                double r = Association.Between(real.Columns[j], real.Columns[k]);
                double s = Association.Between(synthetic.Columns[j], synthetic.Columns[k]);
                sum += 1 - (Math.Abs(r - s) / 2);
                pairs++;
            }
        }

        return pairs == 0 ? 1 : sum / pairs;
    }
}
