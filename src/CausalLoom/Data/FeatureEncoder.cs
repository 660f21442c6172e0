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
    /// <summary>How many numbers are kept encoded rather than encoded anew: 16 MB.</summary>
    internal const long MostKept = 2_000_000;

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
        return Bind(table).Whole();
    }

    /// <summary>A table's rows encoded: kept where they are few, made anew whenever they are asked for where they are many.</summary>
    /// <param name="table">As of <see cref="Encode"/>.</param>
    /// <returns>A view of rows × <see cref="Width"/>.</returns>
    /// <exception cref="CausalLoomException">As of <see cref="Encode"/>.</exception>
    public RowView Rows(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        EncodedRows rows = Bind(table);
        return (long)rows.Rows * rows.Columns <= MostKept ? rows.Whole() : new RowView(rows);
    }

    /// <summary>A table's rows, encoded when they are asked for.</summary>
    internal EncodedRows Bind(Table table) =>
        new(table.Rows, [.. _plans.Select(plan => plan.Bind(table[plan.Name], KeepsMissing))]);

    /// <summary>Fits and encodes the same table.</summary>
    public static (FeatureEncoder Encoder, Matrix Features) FitEncode(Table table, FeatureOptions? options = null)
    {
        FeatureEncoder encoder = Fit(table, options);
        return (encoder, encoder.Encode(table));
    }

    /// <summary>Fits, and encodes the same table as <see cref="Rows"/> does.</summary>
    public static (FeatureEncoder Encoder, RowView Features) FitRows(Table table, FeatureOptions? options = null)
    {
        FeatureEncoder encoder = Fit(table, options);
        return (encoder, encoder.Rows(table));
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
