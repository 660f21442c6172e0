using CausalLoom.Data;
using CausalLoom.Generators.Text.Checkpoints;
using CausalLoom.Generators.Text.Rows;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators.Text;

public sealed class RowLanguageTests
{
    [Theory]
    [InlineData(0, 0, 12)]
    [InlineData(0, 7, 7)]
    [InlineData(0, -120, 35)]
    [InlineData(0, -250, -3)]
    [InlineData(0, 98, 1203)]
    [InlineData(2, -57, 213)]
    [InlineData(2, 100, 1050)]
    [InlineData(3, -5, 4)]
    public void ABeginningIsAllowedExactlyWhereSomeNumberBeginsSo(int decimals, long low, long high)
    {
        NumberLanguage language = new(decimals, low, high);
        HashSet<string> whole = [], beginnings = [];
        for (long n = low; n <= high; n++)
        {
            string text = language.Text(n);
            Assert.True(language.TryParse(text, out long read) && read == n, text);
            whole.Add(text);
            beginnings.UnionWith(Enumerable.Range(0, text.Length + 1).Select(length => text[..length]));
        }

        // All texts of up to five characters that digits, point and minus can make.
        List<string> texts = [""];
        for (int length = 0, from = 0; length < 5; length++)
        {
            int end = texts.Count;
            for (; from < end; from++)
            {
                texts.AddRange("01579-.".Select(c => texts[from] + c));
            }
        }

        foreach (string text in texts.Concat(beginnings))
        {
            Assert.True(language.CanBegin(text) == beginnings.Contains(text), text);
            Assert.True(language.TryParse(text, out _) == whole.Contains(text), text);
        }
    }

    [Fact]
    public void TheLargestIntegersHaveTexts()
    {
        NumberLanguage language = new(0, long.MinValue + 1, long.MaxValue);
        foreach (long n in new[] { long.MinValue + 1, long.MaxValue, 0, -1 })
        {
            string text = language.Text(n);
            Assert.True(language.TryParse(text, out long read) && read == n);
            Assert.All(Enumerable.Range(0, text.Length), length => Assert.True(language.CanBegin(text.AsSpan(0, length))));
        }

        Assert.False(language.CanBegin("9223372036854775808"));
        Assert.False(language.CanBegin("-9223372036854775809"));
        Assert.False(language.CanBegin("99999999999999999999999999999999999999999"));
    }

    [Fact]
    public void NumbersFinerThanTheirTextComeBackByTheirLaw()
    {
        // 300 zeros, 200 of 0.0004 and 500 spread over [1, 11): the text has two decimals at 200 cells.
        double[] values = [.. Enumerable.Range(0, 1000).Select(i => i < 300 ? 0 : i < 500 ? 0.0004 : 1 + ((i - 500) / 50.0) + 1e-7)];
        NumberCells cells = NumberCells.Of(new ContinuousColumn("x", values), 200);
        Assert.False(cells.Exact);
        RandomStream stream = RandomStream.Of(1);
        double[] drawn = [.. values.Select(v => cells.Draw(cells.Cell(v), stream))];

        // Binomial(500, 0.6): standard deviation 11; five of them.
        Assert.InRange(drawn.Count(x => x == 0), 245, 355);
        Assert.Equal(500, drawn.Count(x => x is 0 or 0.0004));
        double unit = Math.Pow(10, -cells.Places);
        Assert.All(Enumerable.Range(500, 500), i => Assert.InRange(drawn[i] - values[i], -unit, unit));
        NumberCells loaded = NumberCells.FromJson(cells.ToJson(), cells.Repeated());
        RandomStream one = RandomStream.Of(2), two = RandomStream.Of(2);
        Assert.All(values, v => Assert.Equal(cells.Draw(cells.Cell(v), one), loaded.Draw(loaded.Cell(v), two)));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("None", "\"None\"")]
    [InlineData("", "\"\"")]
    [InlineData(" led", "\" led\"")]
    [InlineData("a, b", "\"a, b\"")]
    [InlineData("say \"x\"", "\"say \"\"x\"\"\"")]
    public void WhatCouldBeMistakenIsQuoted(string text, string shown) => Assert.Equal(shown, ColumnText.Quote(text));

    [Fact]
    public void RowsAreReadAsTheyAreWrittenAndOthersRefused()
    {
        string[] levels = ["a, b", "None", "x is 1", "", "y"];
        Table table = new([
            new CategoricalColumn("odd, name", [0, 1, 2, 3, -1], levels),
            new ContinuousColumn("n", [1.25, -3, double.NaN, 0, 7], 2),
            new IntegerColumn("x", [1, 2, 3, 4, 5]),
        ]);
        RowLanguage language = Language(table, out long[][] codes);
        for (int row = 0; row < table.Rows; row++)
        {
            int[] order = RandomStream.Of(row).Permutation(3);
            List<int> tokens = [];
            foreach (int j in order)
            {
                tokens.AddRange(language.Prompt(j, tokens.Count == 0));
                tokens.AddRange(language.Value(j, codes[j][row]));
            }

            string text = language.Tokeniser.Decode(tokens);
            Assert.Equal(codes.Select(c => c[row]), language.Parse(text)!);
        }

        Assert.NotNull(language.Parse("x is 1, \"odd, name\" is \"a, b\", n is 0.00"));
        Assert.NotNull(language.Parse("x is 1, \"odd, name\" is None, n is None, x is 2"));
        foreach (string wrong in new[] { "x is 1, n is 0.00", "x is None, \"odd, name\" is None, n is None", "x is 6, \"odd, name\" is "
            + "None, n is None", "x is 1, \"odd, name\" is y, n is None", "x is 1, \"odd, name\" is None, n is 1.2", "z is 1", "" })
        {
            Assert.Null(language.Parse(wrong));
        }
    }

    [Fact]
    public void GrammarsLeadToEveryValueAndToNothingElse()
    {
        Table table = new([
            new CategoricalColumn("c", [0, 1, 2, -1], ["ab", "abc", "b", "never"]),
            new ContinuousColumn("n", [-0.5, 1.5, double.NaN, 0.25], 2),
        ]);
        RowLanguage language = Language(table, out _);
        for (int j = 0; j < 2; j++)
        {
            foreach (bool missing in new[] { false, true })
            {
                HashSet<string> texts = [];
                Walk(ValueGrammar.Begin(language.Columns[j], language.Tokeniser, missing), "", texts);
                string[] expected = j == 0 ? [" ab", " abc", " b"]
                    : [.. Enumerable.Range(-50, 201).Select(n => " " + language.Columns[1].Numbers!.Language.Text(n))];
                Assert.Equal((missing ? expected.Append(" None") : expected).Order(StringComparer.Ordinal),
                    texts.Order(StringComparer.Ordinal));
            }
        }

        void Walk(ValueNode node, string text, HashSet<string> texts)
        {
            Assert.True(node.Complete || node.Followers.Length > 0, $"a dead end after '{text}'");
            if (node.Complete)
            {
                texts.Add(text);
            }

            foreach ((int token, ValueNode next) in node.Followers)
            {
                Walk(next, text + language.Tokeniser.Decode([token]), texts);
            }
        }
    }

    private static RowLanguage Language(Table table, out long[][] codes)
    {
        ColumnText[] columns = [.. table.Columns.Select(c => ColumnText.Of(c, 1000))];
        codes = [.. columns.Select((c, j) => c.Codes(table.Columns[j]))];
        return RowLanguage.Of(columns, codes, Gpt2Checkpoint.Open(TinyCheckpoint.Fixture), out _);
    }
}
