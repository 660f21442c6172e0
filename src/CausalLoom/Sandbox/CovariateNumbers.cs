using CausalLoom.Data;

namespace CausalLoom.Sandbox;

/// <summary>
/// Covariates as numbers to correlate: a number as it is, two levels as 0/1, an indicator a level beyond that; missing is NaN.
/// </summary>
internal static class CovariateNumbers
{
    public static IEnumerable<(string Name, double[] Values)> Of(Column column)
    {
        if (column is CategoricalColumn levels)
        {
            for (int k = 0; k < levels.Levels.Length; k++)
            {
                yield return ($"{column.Name} = {levels.Levels[k]}", Indicator(levels, k));
            }
        }
        else
        {
            yield return (column.Name, column is BinaryColumn two ? Array.ConvertAll(two.Codes, code => code < 0 ? double.NaN : code)
                : column.ToNumbers());
        }
    }

    /// <summary>
    /// The same with the numbers of another table's column of that name; null where that has no such level. Made one by one: a column of
    /// thousands of levels has as many indicators of all rows.
    /// </summary>
    public static IEnumerable<(string Name, double[] Values, double[]? Other)> Of(Column column, Column other)
    {
        if (column is not CategoricalColumn levels)
        {
            (string name, double[] values) = Of(column).Single();
            yield return (name, values, other is CategoricalColumn ? null : Of(other).Single().Values);
            yield break;
        }

        Dictionary<string, int> places = new(StringComparer.Ordinal);
        string[] others = other is CategoricalColumn own ? own.Levels : [];
        for (int k = 0; k < others.Length; k++)
        {
            places.Add(others[k], k);
        }

        for (int k = 0; k < levels.Levels.Length; k++)
        {
            double[]? there = places.TryGetValue(levels.Levels[k], out int place) ? Indicator((CategoricalColumn)other, place) : null;
            yield return ($"{column.Name} = {levels.Levels[k]}", Indicator(levels, k), there);
        }
    }

    private static double[] Indicator(CategoricalColumn levels, int level) =>
        Array.ConvertAll(levels.Codes, code => code < 0 ? double.NaN : code == level ? 1 : 0);
}
