using CausalLoom.Data;

namespace CausalLoom.Mechanisms;

/// <summary>What every propensity learner refuses.</summary>
internal static class PropensityInput
{
    internal static void Check(Table covariates, int[] treatment)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        ArgumentNullException.ThrowIfNull(treatment);
        if (covariates.Columns.Count > 0 && covariates.Rows != treatment.Length)
        {
            throw new ArgumentException($"There are {covariates.Rows} rows and {treatment.Length} treatments.", nameof(treatment));
        }

        int treated = treatment.Count(w => w == 1);
        if (treated == 0 || treated == treatment.Length)
        {
            throw new CausalLoomException($"All {treatment.Length} rows have the same treatment: a propensity "
                + $"model needs rows of both arms.");
        }
    }
}
