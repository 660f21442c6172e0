using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Text.Rows;

/// <summary>
/// How one column's cells become codes and text, and back. A code is a level's, a <see cref="NumberCells"/> cell, or
/// <see cref="Missing"/>.
/// </summary>
internal sealed class ColumnText
{
    /// <summary>The code of a missing value.</summary>
    internal const long Missing = long.MinValue;

    /// <summary>The text of a missing value.</summary>
    internal const string MissingText = "None";
    private readonly bool[] _seen;

    private ColumnText(ColumnLayout layout, NumberCells? numbers, bool[] seen)
    {
        Layout = layout;
        Numbers = numbers;
        _seen = seen;
    }

    internal ColumnLayout Layout { get; }

    /// <summary>The cells of a column of numbers; null for levels.</summary>
    internal NumberCells? Numbers { get; }

    /// <summary>The codes of the levels that occur.</summary>
    internal IEnumerable<long> SeenLevels => Enumerable.Range(0, _seen.Length).Where(k => _seen[k]).Select(k => (long)k);

    internal static ColumnText Of(Column column, int cells)
    {
        bool[] seen = new bool[(column as DiscreteColumn)?.Levels.Length ?? 0];
        foreach (int code in (column as DiscreteColumn)?.Codes ?? [])
        {
            if (code >= 0)
            {
                seen[code] = true;
            }
        }

        return new ColumnText(ColumnLayout.Of(column), column is DiscreteColumn ? null : NumberCells.Of(column, cells), seen);
    }

    /// <summary>The codes of a column's cells.</summary>
    internal long[] Codes(Column column)
    {
        long[] codes = new long[column.Count];
        for (int i = 0; i < codes.Length; i++)
        {
            codes[i] = column.IsMissing(i) ? Missing
                : column is DiscreteColumn levels ? levels.Codes[i]
                : column is IntegerColumn integers ? Math.Max(integers.Values[i], long.MinValue + 1)
                : Numbers!.Cell(column.NumberAt(i));
        }

        return codes;
    }

    /// <summary>The code of a number or level code as <see cref="GivenTable"/> gives it.</summary>
    internal long CodeOf(double value) => Numbers is null ? (long)value : Numbers.Cell(value);

    /// <summary>The text of a code, in which a comma or quotation mark occurs only inside quotation marks.</summary>
    internal string Text(long code) => code == Missing ? MissingText : Numbers is null ? Quote(Layout.Levels[code])
        : Numbers.Language.Text(code);

    /// <summary>The number, level code or NaN that a code stands for.</summary>
    internal double Draw(long code, RandomStream stream) =>
        code == Missing ? double.NaN : Numbers is null ? code : Numbers.Draw(code, stream);

    /// <summary>The code of a text that the model wrote freely.</summary>
    internal bool TryParse(string text, out long code)
    {
        code = Missing;
        if (text == MissingText)
        {
            return Layout.HasMissing;
        }

        if (Numbers is not null)
        {
            return Numbers.Language.TryParse(text, out code);
        }

        code = SeenLevels.Cast<long?>().FirstOrDefault(k => Text(k!.Value) == text) ?? -1;
        return code >= 0;
    }

    /// <summary>A text as it is, or in quotation marks where it could be taken for something else.</summary>
    internal static string Quote(string text)
    {
        bool plain = text.Length > 0 && text != MissingText && !text.AsSpan().ContainsAny(",\"\n\r") && !char.IsWhiteSpace(text[0])
            && !char.IsWhiteSpace(text[^1]);
        return plain ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }

    internal void Save(ModelState state, string name)
    {
        state.Settings[name] = new JsonObject
        {
            ["layout"] = Layout.ToJson(),
            ["numbers"] = Numbers?.ToJson(),
            ["seen"] = new JsonArray([.. SeenLevels.Select(k => (JsonNode)(int)k)]),
        };
        if (Numbers is { Exact: false })
        {
            state.Tensors[name + ".repeated"] = Numbers.Repeated();
        }
    }

    internal static ColumnText Load(ModelState state, string name)
    {
        JsonNode? json = state.Settings[name];
        ColumnLayout layout = ColumnLayout.FromJson(LayoutJson.Get(json, "layout") ?? throw LayoutJson.Damaged(name));
        bool[] seen = new bool[layout.Levels.Length];
        foreach (JsonNode? node in LayoutJson.Array(json, "seen"))
        {
            double code = LayoutJson.Number(node ?? throw LayoutJson.Damaged("seen"), "seen");
            seen[code >= 0 && code < seen.Length ? (int)code : throw LayoutJson.Damaged("seen")] = true;
        }

        NumberCells? numbers = layout.IsNumber
            ? NumberCells.FromJson(LayoutJson.Get(json, "numbers"), state.Tensors.GetValueOrDefault(name + ".repeated")) : null;
        return new ColumnText(layout, numbers, seen);
    }
}
