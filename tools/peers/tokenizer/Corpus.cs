using System.Globalization;
using System.Text;

namespace CausalLoom.Tokenizer;

/// <summary>The texts that are compared, by kind: this repository's own, rows as `great` writes them, and Unicode at random.</summary>
internal static class Corpus
{
    private static readonly string[] Odd = ["'s", "'LL", "it's", "Ⅷ", "½", "٣", "é", "e\u0301", "ﬁ",
        "👩‍👩‍👧", "नमस्ते", "中文字", "ß", "İ", "ſ"];
    private const string Blanks = "\n\t \r\u00a0\u3000\u2028\u0085\u200b\ufeff";

    public static IEnumerable<(string Kind, string Text)> Texts(string root)
    {
        foreach ((string kind, string folder, string files) in new[] { ("prose", "docs", "*.md"), ("code", "src", "*.cs"),
            ("tables", "studies", "*.csv") })
        {
            IEnumerable<string> paths = Directory.EnumerateFiles(Path.Combine(root, folder), files, SearchOption.AllDirectories);
            foreach (string path in paths.Where(p => !p.Contains("/obj/") && !p.Contains("/bin/")).Order(StringComparer.Ordinal))
            {
                yield return (kind, File.ReadAllText(path));
            }
        }

        Random random = new(1);
        for (int i = 0; i < 20_000; i++)
        {
            yield return ("rows", string.Create(CultureInfo.InvariantCulture,
                $"age is {random.Next(15, 90)}, weight is {1e4 * random.NextDouble():0.###}, x is {random.NextDouble():R}, dose is None"));
            yield return ("unicode", Mixed(random));
        }

        for (int first = 0; first < 0x30000; first += 16)
        {
            yield return ("every scalar", string.Concat(Enumerable.Range(first, 16).Where(Rune.IsValid)
                .Select(scalar => new Rune(scalar)).Select(rune => $"a {rune}1 {rune} ")));
        }
    }

    private static string Mixed(Random random)
    {
        StringBuilder text = new();
        for (int left = random.Next(1, 60); left > 0; left--)
        {
            _ = random.Next(7) switch
            {
                0 => text.Append(' ', random.Next(1, 5)),
                1 => text.Append(Blanks[random.Next(Blanks.Length)]),
                2 => text.Append(random.NextInt64()),
                3 => text.Append(Scalar(random, 0x2fff0)),
                4 => text.Append(Scalar(random, 0x600)),
                5 => text.Append(Odd[random.Next(Odd.Length)]),
                _ => text.Append([.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => (char)('a' + random.Next(26)))]),
            };
        }

        return text.ToString();
    }

    private static Rune Scalar(Random random, int end)
    {
        while (true)
        {
            if (Rune.TryCreate(random.Next(0x20, end), out Rune rune))
            {
                return rune;
            }
        }
    }
}
