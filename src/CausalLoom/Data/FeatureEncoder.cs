using System.Text.Json.Nodes;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Data;

/// <summary>
/// Turns a table into a float64 matrix and remembers how, so that another table with the same columns is turned the same
/// way. Continuous and integer columns become one feature, two-level columns one, categories one a level; see
/// <see cref="FeatureOptions"/>. A level that was not there at the fit becomes zeros. Columns are found by name.
/// </summary>
public sealed class FeatureEncoder
{
    private readonly FeaturePlan[] _plans;

    private FeatureEncoder(FeaturePlan[] plans, bool keepMissing)
    {
        _plans = plans;
        KeepsMissing = keepMissing;
        FeatureNames = [.. plans.SelectMany(plan => plan.FeatureNames())];
    }

    /// <summary>The names of the features: a column's own, `column=level` for a level, `column (missing)` for an indicator.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The number of features.</summary>
    public int Width => FeatureNames.Count;

    /// <summary>Whether missing values stay NaN.</summary>
    public bool KeepsMissing { get; }

    /// <summary>Learns means, deviations and levels of a table's columns.</summary>
    /// <param name="table">The columns to encode, missing values allowed.</param>
    /// <param name="options">How; <see cref="FeatureOptions.Default"/> where null.</param>
    public static FeatureEncoder Fit(Table table, FeatureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        options ??= FeatureOptions.Default;
        return new FeatureEncoder([.. table.Columns.Select(column => FeaturePlan.Of(column, options))], options.KeepMissing);
    }

    /// <summary>Encodes a table's rows.</summary>
    /// <param name="table">A table that has the fitted columns, in any order, perhaps among others.</param>
    /// <returns>rows × <see cref="Width"/>.</returns>
    /// <exception cref="CausalLoomException">A column is absent, or holds text where numbers were fitted.</exception>
    public Matrix Encode(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        Matrix matrix = new(table.Rows, Width);
        int offset = 0;
        foreach (FeaturePlan plan in _plans)
        {
            plan.Encode(table[plan.Name], matrix.Data, offset, Width, KeepsMissing);
            offset += plan.Width;
        }

        return matrix;
    }

    /// <summary>Fits and encodes the same table.</summary>
    public static (FeatureEncoder Encoder, Matrix Features) FitEncode(Table table, FeatureOptions? options = null)
    {
        FeatureEncoder encoder = Fit(table, options);
        return (encoder, encoder.Encode(table));
    }

    /// <summary>All that <see cref="FromJson"/> needs.</summary>
    public JsonObject ToJson() => new()
    {
        ["keep_missing"] = KeepsMissing,
        ["columns"] = new JsonArray([.. _plans.Select(plan => (JsonNode)plan.ToJson())]),
    };

    /// <summary>The encoder that <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="CausalLoomException">The JSON is not one of an encoder.</exception>
    public static FeatureEncoder FromJson(JsonNode? json) =>
        new([.. LayoutJson.Array(json, "columns").Select(FeaturePlan.FromJson)], LayoutJson.Boolean(json, "keep_missing"));
}
