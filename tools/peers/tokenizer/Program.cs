using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CausalLoom.Generators.Text.Checkpoints;
using CausalLoom.Tokenizer;
using Microsoft.ML.Tokenizers;

// Arguments: the repository's root, a folder for GPT-2's files and the texts with their ids, which encode.py checks.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Gpt2Table table = new();
table.Write(args[1]);
Func<Func<string, IReadOnlyList<int>>>[] makers = [Ours, () => Theirs(null), () => Theirs(new OurPieces()), Tiktoken];
string[] names = ["ours", "BpeTokenizer", "BpeTokenizer, our pieces", "TiktokenTokenizer"];
for (int i = 0; i < makers.Length; i++)
{
    Console.WriteLine($"{names[i]}: made in {Seconds(() => makers[i]()) * 1e3:0} ms");
}

using StreamWriter dump = new(Path.Combine(args[1], "texts.jsonl"));
foreach (IGrouping<string, (string Kind, string Text)> group in Corpus.Texts(args[0]).GroupBy(x => x.Kind))
{
    string[] texts = [.. group.Select(x => x.Text)];
    double millions = texts.Sum(t => (double)t.Length) / 1e6;
    Func<string, IReadOnlyList<int>>[] encoders = [.. makers.Select(make => make())];
    IReadOnlyList<int>[][] ids = new IReadOnlyList<int>[makers.Length][];
    for (int i = 0; i < makers.Length; i++)
    {
        double first = Seconds(() => ids[i] = [.. texts.Select(encoders[i])]);
        double again = Seconds(() => _ = texts.Sum(t => encoders[i](t).Count));
        int differ = texts.Where((_, t) => !ids[0][t].SequenceEqual(ids[i][t])).Count();
        Console.WriteLine($"{group.Key} ({texts.Length} texts, {millions:0.0} M characters), {names[i]}: {differ} differ from ours; "
            + $"{millions / first:0.0} M characters a CPU second, then {millions / again:0.0}");
    }

    for (int t = 0; t < texts.Length; t += group.Key is "rows" or "unicode" ? 10 : 1)
    {
        dump.WriteLine(JsonSerializer.Serialize(new { kind = group.Key, text = texts[t], ours = ids[0][t], theirs = ids[1][t] }));
    }
}

Func<string, IReadOnlyList<int>> Ours() => new BytePairTokeniser(table.Tokens, table.Merges, PreTokeniser.Gpt2).Encode;

Func<string, IReadOnlyList<int>> Theirs(PreTokenizer? pieces)
{
    BpeOptions options = new(table.Tokens.Select((token, id) => KeyValuePair.Create(token, id)))
    {
        ByteLevel = true,
        Merges = table.Merges.Select(m => $"{m.Left} {m.Right}"),
        PreTokenizer = pieces ?? new RegexPreTokenizer(new Regex(PreTokeniser.Gpt2Pattern, RegexOptions.Compiled), null),
    };
    BpeTokenizer tokenizer = BpeTokenizer.Create(options);
    return text => tokenizer.EncodeToIds(text);
}

static Func<string, IReadOnlyList<int>> Tiktoken()
{
    TiktokenTokenizer tokenizer = TiktokenTokenizer.CreateForModel("gpt2");
    return text => tokenizer.EncodeToIds(text);
}

static double Seconds(Action work)
{
    TimeSpan start = Process.GetCurrentProcess().TotalProcessorTime;
    work();
    return (Process.GetCurrentProcess().TotalProcessorTime - start).TotalSeconds;
}
