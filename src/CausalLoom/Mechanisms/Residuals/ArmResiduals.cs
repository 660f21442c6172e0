using CausalLoom.Data;

namespace CausalLoom.Mechanisms.Residuals;

/// <summary>Out-of-fold residuals less their arm's mean: draws must have the mean μ̂ that the truth file promises.</summary>
internal static class ArmResiduals
{
    /// <summary>Centred residuals of all rows.</summary>
    /// <exception cref="CausalLoomException">An arm has fewer than two rows.</exception>
    internal static double[] Of(CausalData data, double[] outOfFoldMeans)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(outOfFoldMeans);
        if (data.IsBinaryOutcome || outOfFoldMeans.Length != data.Rows)
        {
            throw new ArgumentException("A residual law is for numeric outcomes and needs one out-of-fold mean a row.",
                nameof(outOfFoldMeans));
        }

        double[] residuals = [.. data.Outcome.Select((y, i) => y - outOfFoldMeans[i])];
        for (int arm = 0; arm < data.Levels; arm++)
        {
            int[] rows = data.Treatment.RowsOf(arm);
            if (rows.Length < 2)
            {
                throw new CausalLoomException($"Only {rows.Length} row(s) of those learnt from (cross-fitting leaves others out) "
                    + $"have treatment '{data.TreatmentSpace.Levels[arm]}': outcome "
                    + $"noise needs at least two in each arm.");
            }

            double mean = rows.Average(i => residuals[i]);
            foreach (int i in rows)
            {
                residuals[i] -= mean;
            }
        }

        return residuals;
    }
}
