using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Sandbox.Penalty;

/// <summary>
/// Covariates as the outcome module sees them: standardised numbers and indicators, or, as in the paper's code, numbers of levels
/// (standardised too).
/// </summary>
internal sealed class OutcomeInputs
{
    private readonly FeatureEncoder _encoder;
    private readonly bool _oneHot;

    private OutcomeInputs(FeatureEncoder encoder, bool oneHot) => (_encoder, _oneHot) = (encoder, oneHot);

    /// <summary>The number of features.</summary>
    public int Width => _encoder.Width;

    public static OutcomeInputs Fit(Table covariates, bool oneHot) =>
        new(FeatureEncoder.Fit(oneHot ? covariates : Numbered(covariates)), oneHot);

    public static OutcomeInputs FromJson(JsonNode? json) =>
        new(FeatureEncoder.FromJson(LayoutJson.Get(json, "encoder")), LayoutJson.Boolean(json, "one_hot"));

    public JsonObject ToJson() => new() { ["one_hot"] = _oneHot, ["encoder"] = _encoder.ToJson() };

    /// <summary>[row × feature].</summary>
    public float[] Encode(Table covariates)
    {
        Matrix x = _encoder.Encode(_oneHot ? covariates : Numbered(covariates));
        return Array.ConvertAll(x.Data, v => (float)v);
    }

    private static Table Numbered(Table table) => new([.. table.Columns.Select(column => column is CategoricalColumn levels
        ? new IntegerColumn(column.Name, Array.ConvertAll(levels.Codes, c => (long)Math.Max(c, 0)),
            Array.ConvertAll(levels.Codes, c => c < 0))
        : column)]);
}
