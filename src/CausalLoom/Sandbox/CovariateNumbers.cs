using CausalLoom.Data;

namespace CausalLoom.Sandbox;

/// <summary>Covariates as numbers to correlate: a number as it is, two levels as 0/1, an indicator a level beyond that; missing is NaN.</summary>
internal static class CovariateNumbers
{
    public static IEnumerable<(string Name, double[] Values)> Of(Column column)
    {
        if (column is CategoricalColumn levels)
        {
            for (int k = 0; k < levels.Levels.Length; k++)
            {
                int level = k;
                yield return ($"{column.Name} = {levels.Levels[k]}", Array.ConvertAll(levels.Codes, code => code < 0 ? double.NaN : code == level ? 1 : 0));
            }
        }
        else
        {
            yield return (column.Name, column is BinaryColumn two ? Array.ConvertAll(two.Codes, code => code < 0 ? double.NaN : code) : column.ToNumbers());
        }
    }
}
