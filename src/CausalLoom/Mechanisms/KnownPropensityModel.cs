using CausalLoom.Data;
using CausalLoom.Models;

namespace CausalLoom.Mechanisms;

/// <summary>π(x) is read from a column of x; values that a generator put outside [0, 1] are moved to the nearest bound.</summary>
/// <param name="Column">The column's name.</param>
public sealed record KnownPropensityModel(string Column) : IBinaryPropensityModel
{
    internal const string Kind = "known";

    /// <inheritdoc />
    public double[] Predict(Table covariates)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        Column column = covariates[Column];
        return [.. Enumerable.Range(0, column.Count).Select(i => Math.Clamp(Value(column, i), 0, 1))];
    }

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = new(Kind);
        state.Settings["column"] = Column;
        return state;
    }

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static KnownPropensityModel Load(ModelState state) => new(StateReader.Text(StateReader.Expect(state, Kind), "column"));

    internal void Check(Table covariates)
    {
        Column column = covariates[Column];
        for (int i = 0; i < column.Count; i++)
        {
            if (Value(column, i) is < 0 or > 1)
            {
                throw new CausalLoomException($"Column '{Column}' cannot be the propensity: row {i + 1} has "
                    + $"{column.TextAt(i)}, not a probability.");
            }
        }
    }

    private double Value(Column column, int row) => column.Type is not ColumnType.Categorical && !column.IsMissing(row)
        ? column.NumberAt(row)
        : throw new CausalLoomException($"Column '{Column}' cannot be the propensity: row {row + 1} has no number.");
}
