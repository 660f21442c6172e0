using System.Text.Json;
using CausalLoom.Data;
using CausalLoom.Sandbox.Expressions;

namespace CausalLoom.Tests.Sandbox.Expressions;

/// <summary>The small table of the reference fixture with a treatment and an outcome, and the fixture's expressions.</summary>
internal static class KnobData
{
    private static readonly JsonElement Root = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "knob_expressions.json"))).RootElement;

    /// <summary>
    /// The fixture's columns; `race` is text with levels black, other, white; `site` is text with missing values; `flag` is TRUE and FALSE;
    /// `lab` has missing values.
    /// </summary>
    internal static Table Covariates { get; } =
        new([.. Root.GetProperty("table").EnumerateObject().Select(member => Make(member.Name, [.. member.Value.EnumerateArray()]))]);

    /// <summary>The table with treatment `treat` and outcome `y`.</summary>
    internal static CausalData Real { get; } = CausalData.From(
        Covariates.With(new BinaryColumn("treat", [0, 1, 0, 1, 0, 1, 1], ["0", "1"]),
            new ContinuousColumn("y", [1.5, 2, 0.5, 3, 1, 4, 2.5])), "treat", "y");

    internal static IEnumerable<(string Text, double[] Values)> Cases =>
        Root.GetProperty("cases").EnumerateArray().Select(c =>
            (c.GetProperty("text").GetString()!, c.GetProperty("values").EnumerateArray().Select(v => v.GetDouble()).ToArray()));

    /// <summary>What R cannot parse.</summary>
    internal static IEnumerable<string> Refused => Root.GetProperty("refused").EnumerateArray().Select(text => text.GetString()!);

    internal static ExpressionKnob Bind(string text, CausalData? real = null, long seed = 1) =>
        KnobExpression.Parse(text, "--tau").Bind(real ?? Real, FitContext.ForSeed(seed));

    internal static string Refusal(string text, CausalData? real = null) =>
        Assert.Throws<CausalLoomException>(() => Bind(text, real)).Message;

    private static Column Make(string name, JsonElement[] cells)
    {
        switch (cells[0].ValueKind)
        {
            case JsonValueKind.True or JsonValueKind.False:
                return new BinaryColumn(name, [.. cells.Select(cell => cell.GetBoolean() ? 1 : 0)], ["FALSE", "TRUE"]);
            case JsonValueKind.String:
                string?[] texts = [.. cells.Select(cell => cell.GetString())];
                string[] levels = [.. texts.OfType<string>().Distinct().Order(StringComparer.Ordinal)];
                return new CategoricalColumn(name, [.. texts.Select(text => Array.IndexOf(levels, text))], levels);
            default:
                double[] numbers = [.. cells.Select(cell => cell.ValueKind == JsonValueKind.Null ? double.NaN : cell.GetDouble())];
                return name == "cvd" ? new BinaryColumn(name, Array.ConvertAll(numbers, v => (int)v), ["0", "1"])
                    : numbers.All(v => v == Math.Floor(v)) ? new IntegerColumn(name, Array.ConvertAll(numbers, v => (long)v))
                    : new ContinuousColumn(name, numbers);
        }
    }
}
