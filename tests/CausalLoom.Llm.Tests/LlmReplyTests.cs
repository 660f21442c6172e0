using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Llm.Tests;

/// <summary>What a model may say, and what becomes of it: a row is put out if it is valid, and counted by its fault if not.</summary>
public sealed class LlmReplyTests
{
    public static TheoryData<string, string> Faults => new()
    {
        { """{"age":33,"bmi":24.5,"sex":"f"}""", "wrong_columns" },
        { """{"age":33,"bmi":24.5,"sex":"f","smoker":"0","height":1}""", "wrong_columns" },
        { """{"age":33,"age":34,"bmi":24.5,"sex":"f","smoker":"0"}""", "wrong_columns" },
        { """{"age":"33","bmi":24.5,"sex":"f","smoker":"0"}""", "wrong_type" },
        { """{"age":33,"bmi":"24.5","sex":"f","smoker":"0"}""", "wrong_type" },
        { """{"age":33,"bmi":[24.5],"sex":"f","smoker":"0"}""", "wrong_type" },
        { """{"age":33,"bmi":24.5,"sex":true,"smoker":"0"}""", "wrong_type" },
        { """{"age":33,"bmi":24.5,"sex":"x","smoker":"0"}""", "unknown_level" },
        { """{"age":33,"bmi":24.5,"sex":"F","smoker":"0"}""", "unknown_level" },
        { """{"age":33,"bmi":24.5,"sex":"f","smoker":2}""", "unknown_level" },
        { """{"age":80,"bmi":24.5,"sex":"f","smoker":"0"}""", "out_of_range" },
        { """{"age":33,"bmi":19.9,"sex":"f","smoker":"0"}""", "out_of_range" },
        { """{"age":1e400,"bmi":24.5,"sex":"f","smoker":"0"}""", "out_of_range" },
        { """{"age":33,"bmi":1e999,"sex":"f","smoker":"0"}""", "out_of_range" },
        { """{"age":99999999999999999999,"bmi":24.5,"sex":"f","smoker":"0"}""", "out_of_range" },
        { """{"age":33.5,"bmi":24.5,"sex":"f","smoker":"0"}""", "not_whole" },
        { """{"age":33,"bmi":24.55,"sex":"f","smoker":"0"}""", "too_many_decimals" },
        { """{"age":null,"bmi":24.5,"sex":"f","smoker":"0"}""", "missing_not_allowed" },
        { """{"age":33,"bmi":24.5,"sex":null,"smoker":"0"}""", "missing_not_allowed" },
        { """{"age":33,"bmi":24.5,"sex":"\ud800","smoker":"0"}""", "malformed" },
        { "17", "malformed" },
        { "[1,2]", "malformed" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void AnInvalidRowIsDroppedAndCountedByItsFault(string row, string fault)
    {
        string good = LlmTables.Row().ToJsonString();
        using FakeChatServer server = new(_ => FakeAnswer.Says($$"""{"rows":[{{good}},{{row}},{{good}}]}"""));
        LlmModel model = LlmTables.Model(server);
        Table sample = model.Sample(2, RandomStream.Of(1));
        LlmTables.AssertValid(sample);
        Assert.Equal(2, sample.Rows);
        Assert.Equal(1, LlmTables.Refused(model, fault));
        Assert.Equal(1, LlmTables.Fact(model, "rows_rejected"));
        Assert.Equal(2, LlmTables.Fact(model, "rows_kept"));
    }

    [Theory]
    [InlineData("""{"age":33.0,"bmi":null,"sex":"m","smoker":1}""", "33||m|1")]
    [InlineData("""{"smoker":"0","sex":"f","bmi":2.45e1,"age":5e1}""", "50|24.5|f|0")]
    public void ARowMayBeWrittenInAnyWayThatMeansTheSame(string row, string cells)
    {
        using FakeChatServer server = new(_ => FakeAnswer.Says($$"""{"rows":[{{row}}]}"""));
        Table sample = LlmTables.Model(server).Sample(1, RandomStream.Of(1));
        Assert.Equal(cells, string.Join('|', sample.Columns.Select(c => c.TextAt(0))));
    }

    public static TheoryData<string, int, int> Texts
    {
        get
        {
            string row = LlmTables.Row(("sex", "m")).ToJsonString();
            return new TheoryData<string, int, int>
            {
                { $"{{\"rows\":[{row},{row}]}}", 2, 0 },
                { $"[{row},{row},{row}]", 3, 0 },
                { row, 1, 0 },
                { $"Here you are:\n```json\n{{ \"rows\" : [{row}, {row}] }}\n```\nAnything else?", 2, 0 },
                { $"{{\"rows\":[{row},{row},{row[..20]}", 2, 1 },
                { $"{{\"rows\":[{row},{{\"age\":33,}},{row}]", 2, 1 },
                { $"{row}\n{row}\n", 2, 0 },
                { $"{{\"rows\":[{row},{{\"age\":1,\"note\":\"a }} and a \\\" in quotes\"}},{row}", 3, 0 },
                { "I cannot help with that.", 0, 0 },
                { string.Empty, 0, 0 },
                { "{\"rows\":[]}", 0, 0 },
                { "{{{{{{{{", 0, 1 },
                { new string('[', 5000), 0, 0 },
                { "{\"rows\":[\"\\ud800\"", 0, 0 },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void WholeObjectsAreFoundInAnyText(string text, int whole, int broken)
    {
        (List<System.Text.Json.JsonElement> rows, int _, int failed) = ReplyText.Split(text, 20);
        Assert.Equal(whole, rows.Count);
        Assert.Equal(broken, failed);
    }

    [Fact]
    public void HalfAReplyGivesItsWholeRows()
    {
        string text = LlmTables.Reply(LlmTables.Row(), LlmTables.Row(("sex", "m")), LlmTables.Row());
        using FakeChatServer server = new(_ => FakeAnswer.Says(text[..^30]));
        LlmModel model = LlmTables.Model(server, LlmTables.Quick with { Parallel = 1 });
        Table sample = model.Sample(4, RandomStream.Of(1));
        LlmTables.AssertValid(sample);
        Assert.Equal(4, sample.Rows);
        Assert.Equal(2, LlmTables.Refused(model, "malformed"));
    }

    [Fact]
    public void NoPrefixOfAReplyEverGivesAnInvalidRow()
    {
        // Every place at which a reply can break off: what comes out is always a beginning of the rows that were meant.
        string text = LlmTables.Reply(LlmTables.Row(("sex", "m")), LlmTables.Row(("bmi", null)), LlmTables.Row(("age", 20)));
        RowRules rules = RowRules.Of(LlmTables.People);
        int most = 0;
        for (int length = 0; length <= text.Length; length++)
        {
            List<ReplyCell[]> valid = [];
            foreach (System.Text.Json.JsonElement element in ReplyText.Split(text[..length], 20).Rows)
            {
                Assert.Equal(RowFault.None, rules.Read(element, out ReplyCell[] cells));
                valid.Add(cells);
            }

            Assert.True(valid.Count >= most && valid.Count <= 3);
            most = valid.Count;
            LlmTables.AssertValid(rules.Build(valid));
        }

        Assert.Equal(3, most);
    }

    [Fact]
    public void RowsBeyondThoseAskedForAreNotUsed()
    {
        using FakeChatServer server = new(_ =>
            FakeAnswer.Says(LlmTables.Reply([.. Enumerable.Range(0, 50).Select(_ => (JsonNode)LlmTables.Row())])));
        LlmModel model = LlmTables.Model(server);
        Assert.Equal(7, model.Sample(7, RandomStream.Of(1)).Rows);
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(7, LlmTables.Fact(model, "rows_kept"));
        Assert.Equal(93, LlmTables.Fact(model, "rows_surplus"));
    }

    [Fact]
    public void AModelThatOnlyTalksIsGivenUpWithOneLine()
    {
        using FakeChatServer server = new(_ => FakeAnswer.Says("I am sorry."));
        LlmModel model = LlmTables.Model(server);
        string message = Assert.Throws<CausalLoomException>(() => model.Sample(1000, RandomStream.Of(1))).Message;
        Assert.Contains("0 valid rows of 1000", message, StringComparison.Ordinal);
        Assert.Contains("malformed", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.True(server.Requests.Count <= 32, $"{server.Requests.Count} requests for nothing");
    }

    [Fact]
    public void ABudgetOfRequestsIsKept()
    {
        // One valid row in five, so 10 requests bring 10 rows.
        JsonNode[] rows = [LlmTables.Row(), .. Enumerable.Range(0, 4).Select(i => LlmTables.Row(("age", 200 + i)))];
        string reply = LlmTables.Reply(rows);
        using FakeChatServer server = new(_ => FakeAnswer.Says(reply));
        LlmModel model = LlmTables.Model(server, LlmTables.Quick with { RequestBudget = 10 });
        Assert.Equal(10, model.Sample(10, RandomStream.Of(1)).Rows);
        string message = Assert.Throws<CausalLoomException>(() => model.Sample(11, RandomStream.Of(1))).Message;
        Assert.Contains("10 valid rows of 11", message, StringComparison.Ordinal);
        Assert.Contains("out_of_range", message, StringComparison.Ordinal);
        Assert.Equal(20, server.Requests.Count);
    }
}
