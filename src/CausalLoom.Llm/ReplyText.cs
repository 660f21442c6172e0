using System.Text.Json;

namespace CausalLoom.Llm;

/// <summary>
/// The row objects in the text of a reply. A text that is JSON is read as such; one that breaks off, or has words and fences around
/// it, is searched for objects that are whole. What the objects hold is checked elsewhere.
/// </summary>
internal static class ReplyText
{
    // A text with so many pieces that are none has no more to give, and each costs an exception.
    private const int MostBroken = 1000;

    // Deeper than any row, and shallow enough for any stack.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };

    /// <summary>
    /// The first objects in their order, how many more there are, and how many began and are no JSON or break off.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="most">How many objects are wanted; the others are counted only, so that no reply costs more than its length.</param>
    public static (List<JsonElement> Rows, int Surplus, int Broken) Split(string text, int most) =>
        TryParse(text, out JsonElement root) && Named(root) is { } named
            ? ([.. named.Take(most)], Math.Max(0, named.Count() - most), 0)
            : Search(text, most);

    private static IEnumerable<JsonElement>? Named(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Object && root.EnumerateObject().FirstOrDefault(IsRows).Value is
            { ValueKind: JsonValueKind.Array } named)
        {
            root = named;
        }

        return root.ValueKind switch
        {
            JsonValueKind.Array => root.EnumerateArray(),
            JsonValueKind.Object => [root],
            _ => null,
        };
    }

    private static bool IsRows(JsonProperty property)
    {
        try
        {
            return property.NameEquals("rows");
        }
        catch (InvalidOperationException)
        {
            // A name with half of a surrogate pair parses and cannot be read.
            return false;
        }
    }

    private static (List<JsonElement> Rows, int Surplus, int Broken) Search(string text, int most)
    {
        List<JsonElement> rows = [];
        int broken = 0, surplus = 0;
        for (int at = text.IndexOf('{', StringComparison.Ordinal); at >= 0 && broken < MostBroken;
            at = at < text.Length ? text.IndexOf('{', at) : -1)
        {
            // The object that holds the rows is stepped into: its first value is an array, a row's is not.
            int inside = Wrapper(text, at);
            if (inside > at)
            {
                at = inside;
                continue;
            }

            int end = End(text, at);
            if (end > at && rows.Count == most)
            {
                surplus++;
            }
            else if (end > at && TryParse(text[at..end], out JsonElement row))
            {
                rows.Add(row);
            }
            else
            {
                broken++;
            }

            at = end > at ? end : text.Length;
        }

        return (rows, surplus, broken);
    }

    /// <summary>Where the array of {"rows":[ begins, or −1.</summary>
    private static int Wrapper(string text, int at)
    {
        int name = Skip(text, at + 1);
        const string key = "\"rows\"";
        if (string.CompareOrdinal(text, name, key, 0, key.Length) != 0)
        {
            return -1;
        }

        int colon = Skip(text, name + key.Length);
        int array = colon < text.Length && text[colon] == ':' ? Skip(text, colon + 1) : text.Length;
        return array < text.Length && text[array] == '[' ? array : -1;
    }

    private static int Skip(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>The place behind the brace that closes the object which opens here, or −1 where none does.</summary>
    private static int End(string text, int open)
    {
        int depth = 0;
        bool quoted = false;
        for (int i = open; i < text.Length; i++)
        {
            char c = text[i];
            if (quoted)
            {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            }
            else if (c == '"')
            {
                quoted = true;
            }
            else if (c == '{')
            {
                depth++;
            }
            else if (c == '}' && --depth == 0)
            {
                return i + 1;
            }
        }

        return -1;
    }

    private static bool TryParse(string text, out JsonElement root)
    {
        root = default;
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, Options);
            root = document.RootElement.Clone();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (ArgumentException)
        {
            // A lone surrogate cannot be written as UTF-8.
            return false;
        }
    }
}
