using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Generators.Text.Checkpoints;
using CausalLoom.Models;

namespace CausalLoom.Generators.Text.Rows;

/// <summary>
/// Rows as text, "Age is 24, Sex is male" in any order of the columns, ended by the end-of-text token; in tokens of the part of
/// a checkpoint's vocabulary that such text can need. Each name, value and comma is encoded for itself.
/// </summary>
internal sealed class RowLanguage
{
    private readonly Dictionary<long, int[]>[] _values;
    private readonly int[][] _first, _later;

    private RowLanguage(ColumnText[] columns, BytePairTokeniser tokeniser, int end)
    {
        Columns = columns;
        Tokeniser = tokeniser;
        End = end;
        Comma = tokeniser.Encode(",")[0];
        _values = [.. columns.Select(_ => new Dictionary<long, int[]>())];
        _first = [.. columns.Select(c => tokeniser.Encode(First(c)))];
        _later = [.. columns.Select(c => (int[])[Comma, .. tokeniser.Encode(" " + First(c))])];
    }

    internal ColumnText[] Columns { get; }

    internal BytePairTokeniser Tokeniser { get; }

    /// <summary>The token that ends a row.</summary>
    internal int End { get; }

    /// <summary>The token between a value and the next name.</summary>
    internal int Comma { get; }

    /// <summary>The part of a checkpoint's vocabulary that a table needs.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="codes">Their cells [column][row].</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="kept">The checkpoint's ids of the tokens kept.</param>
    /// <exception cref="CausalLoomException">The vocabulary cannot write the table.</exception>
    internal static RowLanguage Of(ColumnText[] columns, long[][] codes, Gpt2Checkpoint checkpoint, out int[] kept)
    {
        HashSet<string> texts = [" " + ColumnText.MissingText, ","];
        for (int j = 0; j < columns.Length; j++)
        {
            texts.Add(First(columns[j]));
            texts.Add(" " + First(columns[j]));
            IEnumerable<long> levels = Enumerable.Range(0, columns[j].Layout.Levels.Length).Select(k => (long)k);
            texts.UnionWith(codes[j].Distinct().Concat(columns[j].Numbers is null ? levels : [])
                .Select(code => " " + columns[j].Text(code)));
        }

        try
        {
            BytePairTokeniser part = checkpoint.Tokeniser.Restrict(texts.Order(StringComparer.Ordinal), [checkpoint.EndOfText],
                " -.,0123456789", out kept);
            return new RowLanguage(columns, part, Array.BinarySearch(kept, checkpoint.EndOfText));
        }
        catch (FormatException e)
        {
            throw new CausalLoomException($"The checkpoint's vocabulary cannot write this table: {e.Message}. Use a byte-level checkpoint "
                + $"such as gpt2 or distilgpt2.", e);
        }
    }

    /// <summary>"Age is" at the beginning of a row, or ", Age is" later.</summary>
    internal int[] Prompt(int column, bool first) => first ? _first[column] : _later[column];

    /// <summary>The tokens of a value.</summary>
    internal int[] Value(int column, long code)
    {
        if (!_values[column].TryGetValue(code, out int[]? tokens))
        {
            _values[column][code] = tokens = Tokeniser.Encode(" " + Columns[column].Text(code));
        }

        return tokens;
    }

    /// <summary>The most tokens that a row can take, whatever values are drawn: a number at worst a token a character.</summary>
    internal int LongestRow()
    {
        int total = 1;
        for (int j = 0; j < Columns.Length; j++)
        {
            ColumnText column = Columns[j];
            int longest = column.SeenLevels.Append(ColumnText.Missing).Max(code => Value(j, code).Length);
            if (column.Numbers is { } numbers)
            {
                int characters = 1 + Math.Max(numbers.Language.Text(numbers.Language.Low).Length,
                    numbers.Language.Text(numbers.Language.High).Length);
                longest = Math.Max(characters, Tokeniser.Encode(" " + ColumnText.MissingText).Length);
            }

            total += Math.Max(_first[j].Length, _later[j].Length) + longest;
        }

        return total;
    }

    /// <summary>The cells of a row written freely, or null where it is no proper row: a part unknown, or a column absent.</summary>
    internal long[]? Parse(string text)
    {
        long?[] codes = new long?[Columns.Length];
        foreach (string part in Split(text))
        {
            string trimmed = part.Trim(' ');
            int j = Array.FindIndex(Columns, c => trimmed.StartsWith(First(c) + " ", StringComparison.Ordinal));
            if (j < 0 || !Columns[j].TryParse(trimmed[(First(Columns[j]).Length + 1)..], out long code))
            {
                return null;
            }

            codes[j] ??= code;
        }

        return Array.TrueForAll(codes, c => c is not null) ? [.. codes.Select(c => c!.Value)] : null;
    }

    /// <summary>The same language with memories of its own, for another thread.</summary>
    internal RowLanguage Copy() => new(Columns, Tokeniser.Copy(), End);

    internal void Save(ModelState state)
    {
        state.Settings["columns"] = Columns.Length;
        for (int j = 0; j < Columns.Length; j++)
        {
            Columns[j].Save(state, $"column.{j}");
        }

        state.Settings["tokens"] = new JsonArray([.. Tokeniser.Tokens.Select(t => (JsonNode)t)]);
        state.Settings["merges"] = new JsonArray([.. Tokeniser.Merges.Select(m => (JsonNode)$"{m.Left} {m.Right}")]);
        if (Tokeniser.Cutter.Patterns is not [PreTokeniser.Gpt2Pattern])
        {
            state.Settings["patterns"] = new JsonArray([.. Tokeniser.Cutter.Patterns.Select(p => (JsonNode)p)]);
        }

        state.Settings["end"] = End;
    }

    internal static RowLanguage Load(ModelState state)
    {
        int count = (int)LayoutJson.Number(state.Settings["columns"] ?? throw LayoutJson.Damaged("columns"), "columns");
        ColumnText[] columns = [.. Enumerable.Range(0, Math.Clamp(count, 0, 100_000)).Select(j => ColumnText.Load(state, $"column.{j}"))];
        string[] tokens = LayoutJson.Strings(state.Settings, "tokens");
        string[][] merges = [.. LayoutJson.Strings(state.Settings, "merges").Select(m => m.Split(' '))];
        double end = LayoutJson.Number(state.Settings["end"] ?? throw LayoutJson.Damaged("end"), "end");
        if (merges.Any(m => m.Length != 2) || end < 0 || end >= tokens.Length || columns.Length == 0)
        {
            throw LayoutJson.Damaged("merges");
        }

        try
        {
            PreTokeniser cutter = state.Settings["patterns"] is null ? PreTokeniser.Gpt2
                : new PreTokeniser(LayoutJson.Strings(state.Settings, "patterns"));
            return new RowLanguage(columns, new BytePairTokeniser(tokens, [.. merges.Select(m => (m[0], m[1]))], cutter), (int)end);
        }
        catch (FormatException e)
        {
            throw new CausalLoomException(LayoutJson.Damaged("tokens").Message, e);
        }
    }

    private static string First(ColumnText column) => ColumnText.Quote(column.Layout.Name) + " is";

    /// <summary>The parts between commas that are in no quotation marks.</summary>
    private static IEnumerable<string> Split(string text)
    {
        int start = 0;
        bool quoted = false;
        for (int at = 0; at < text.Length; at++)
        {
            quoted ^= text[at] == '"';
            if (text[at] == ',' && !quoted)
            {
                yield return text[start..at];
                start = at + 1;
            }
        }

        yield return text[start..];
    }
}
