using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using CausalLoom.Generators;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Llm.Tests;

/// <summary>
/// Servers that mean harm or are beside themselves: each ends in one line or in valid rows, soon, and in bounded memory.
/// </summary>
public sealed class LlmHostileTests : IDisposable
{
    private static readonly LlmOptions Short = LlmTables.Quick with { Attempts = 2, Timeout = TimeSpan.FromSeconds(0.7) };

    private static byte[] Bomb { get; } = MakeBomb();

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "causalloom-" + Path.GetRandomFileName());

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, true);
        }
    }

    public static TheoryData<string> Bodies => [.. Answers.Keys];

    private static Dictionary<string, Func<FakeRequest, FakeAnswer>> Answers { get; } = new(StringComparer.Ordinal)
    {
        ["half a pair as a name"] = _ => FakeAnswer.Says("""{"\ud800":[],"rows":[{"age":33,"\ud800":1}]}"""),
        ["half a pair as a value"] = _ => FakeAnswer.Says("""{"rows":[{"age":33,"bmi":null,"sex":"\udc00","smoker":"0"}]}"""),
        ["half a pair in the completion"] = _ => new FakeAnswer(200, """{"choices":[{"message":{"content":"\ud800"}}]}"""),
        ["half a pair as a member"] = _ => new FakeAnswer(200, """{"\ud800":1,"choices":[{"message":{"content":"x"}}]}"""),
        ["half a pair in an error"] = _ => new FakeAnswer(422, """{"error":{"message":"\ud800"}}"""),
        ["escapes in an error"] = _ => new FakeAnswer(422, "\u001b[2J\u202e\u0007\r\n\u2028 no"),
        ["no text"] = _ => new FakeAnswer(200, """{"choices":[{"message":{"content":null}}]}"""),
        ["another kind of text"] = _ => new FakeAnswer(200, """{"choices":[{"message":{"content":{"rows":[]}}}]}"""),
        ["a page"] = _ => new FakeAnswer(200, "<!doctype html><html>sign in</html>") { Headers = [("Content-Type", "text/html")] },
        ["depth"] = _ => FakeAnswer.Says("{\"rows\":" + new string('[', 500_000)),
        ["depth of objects"] = _ => FakeAnswer.Says(string.Concat(Enumerable.Repeat("{\"rows\":[", 100_000))),
        ["depth of the completion"] = _ => new FakeAnswer(200, new string('[', 500_000)),
        ["a million rows"] = _ => FakeAnswer.Says("{\"rows\":[" + string.Join(',', Enumerable.Repeat("{}", 1_000_000)) + "]}"),
        ["a million broken rows"] = _ => FakeAnswer.Says(string.Join(' ', Enumerable.Repeat("{,}", 900_000))),
        ["one name many times"] = _ =>
            FakeAnswer.Says("{\"rows\":[{" + string.Join(',', Enumerable.Repeat("\"age\":33", 100_000)) + "}]}"),
        ["no numbers"] = _ => FakeAnswer.Says("""{"rows":[{"age":NaN,"bmi":Infinity,"sex":"f","smoker":"0"}]}"""),
        ["huge numbers"] = _ => FakeAnswer.Says("{\"rows\":[{\"age\":" + new string('9', 1_000_000) + "}]}"),
        ["two bodies"] = r => new FakeAnswer(200, FakeAnswer.Echoes(r).Body + FakeAnswer.Echoes(r).Body),
        ["an empty list"] = _ => new FakeAnswer(200, """{"choices":[],"choices":[]}"""),
        ["impossible counts"] = _ => FakeAnswer.Says("no", int.MinValue, int.MaxValue),
        ["no content"] = _ => new FakeAnswer(204, string.Empty),
        ["an unknown status"] = _ => new FakeAnswer(799, "?"),
        ["redirections in a circle"] = r => new FakeAnswer(307, string.Empty) { Headers = [("Location", "/v1/chat/completions")] },
        ["wait for a year"] = _ => FakeAnswer.Fails(429) with { Headers = [("Retry-After", "31536000")] },
        ["wait for ever"] = _ => FakeAnswer.Fails(429) with { Headers = [("Retry-After", "Infinity")] },
        ["wait for no number"] = _ => FakeAnswer.Fails(503) with { Headers = [("Retry-After", "NaN")] },
        ["wait until the end of time"] = _ => FakeAnswer.Fails(503) with
            { Headers = [("Date", "Wed, 21 Oct 2015 07:28:00 GMT"), ("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT")] },
        ["a bomb"] = _ => FakeAnswer.Sends(async (stream, _) => await Body(stream, Bomb, "Content-Encoding: gzip\r\n")),
        ["another encoding"] = r => FakeAnswer.Echoes(r) with { Headers = [("Content-Encoding", "br")] },
        ["an endless body"] = _ => FakeAnswer.Sends(Endless),
        ["an endless error"] = _ => FakeAnswer.Sends((stream, closing) => Endless(stream, "500", closing)),
        ["endless headers"] = _ => FakeAnswer.Sends(async (stream, closing) =>
        {
            await Text(stream, "HTTP/1.1 200 OK\r\n");
            for (; !closing.IsCancellationRequested;)
            {
                await Text(stream, "X: " + new string('x', 1000) + "\r\n");
            }
        }),
        ["a body that drips"] = _ => FakeAnswer.Sends(async (stream, closing) =>
        {
            await Text(stream, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (; ; await Task.Delay(50, closing))
            {
                await Text(stream, "1\r\n \r\n");
            }
        }),
        ["a reset in the body"] = _ => FakeAnswer.Sends(async (stream, _) =>
        {
            await Text(stream, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{");
            stream.Socket.LingerState = new LingerOption(true, 0);
        }),
        ["a length below the body's"] = _ =>
            FakeAnswer.Sends((stream, _) => Text(stream, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{}{}{}")),
        ["a length that is none"] = _ => FakeAnswer.Sends((stream, _) => Text(stream, "HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\n{}")),
        ["another protocol"] = _ => FakeAnswer.Sends((stream, _) => Text(stream, "220 mail.example ESMTP\r\n")),
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void EveryAnswerEndsInOneLineOrInRows(string kind)
    {
        // The first answer may also have been a bad moment: the run then goes on to rows.
        foreach (bool once in (bool[])[false, true])
        {
            using FakeChatServer server = new(r => once && r.Number > 0 ? FakeAnswer.Echoes(r) : Answers[kind](r));
            try
            {
                string cache = Path.Combine(_folder, once.ToString());
                LlmTables.AssertValid(LlmTables.Model(server, Short, cache).Sample(12, RandomStream.Of(1)));
                Assert.True(once || kind is "another encoding", kind);
            }
            catch (CausalLoomException e)
            {
                Assert.InRange(e.Message.Length, 1, 600);
                Assert.DoesNotContain(e.Message, c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u202e' or '\u2028');
            }

            Assert.InRange(server.Requests.Count, 1, 40);
        }
    }

    [Fact]
    public void ABadReplyIsAskedForAgainByTheNextRunAndNeverByOneThatWasWhole()
    {
        bool well = false;
        using FakeChatServer server = new(r => well ? FakeAnswer.Echoes(r) : FakeAnswer.Says("""{"\ud800":[]}"""));
        LlmOptions one = LlmTables.Quick with { Parallel = 1 };
        Assert.Throws<CausalLoomException>(() => LlmTables.Draw(LlmTables.Model(server, one, _folder)));
        Assert.Empty(Directory.GetFiles(_folder));
        well = true;
        string[] rows = LlmTables.Draw(LlmTables.Model(server, one, _folder));
        LlmModel again = LlmTables.Model(server, one, _folder);
        Assert.Equal(rows, LlmTables.Draw(again));
        Assert.Equal(0, LlmTables.Fact(again, "requests_sent"));
    }

    [Theory]
    [InlineData("""{"\ud800":[],"rows":[]}""", null)]
    [InlineData("""{"rows":[{"age":33,"bmi":24.5,"sex":"f","smoker":"0"}]}""", 3)]
    [InlineData("so sorry", null)]
    public void AKeptReplyThatHoldsNoRowsOrOthersThanItSaysIsAskedForAgain(string text, int? valid)
    {
        using FakeChatServer server = new(FakeAnswer.Echoes);
        string[] rows = LlmTables.Draw(LlmTables.Model(server, cache: _folder), 5);
        string file = Assert.Single(Directory.GetFiles(_folder));
        System.Text.Json.Nodes.JsonObject entry = new()
        {
            ["key"] = Path.GetFileNameWithoutExtension(file), ["text"] = text, ["prompt_tokens"] = 1, ["completion_tokens"] = 1,
            ["valid_rows"] = valid,
        };
        File.WriteAllText(file, entry.ToJsonString());
        Assert.Equal(rows, LlmTables.Draw(LlmTables.Model(server, cache: _folder), 5));
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData("{\"rows\":@}")]
    [InlineData(" {\n \"rows\" : @ , \"note\":1}")]
    public void AServerThatGivesTheExamplesBackIsRefusedWithTheNumbers(string form)
    {
        // The columns turned round and spaces put in: the same rows once they are read.
        using FakeChatServer server = new(r => FakeAnswer.Says(form.Replace("@", "[" + string.Join(" ,\n", r.Examples.Select(e =>
            "{ " + string.Join(" , ", e!.AsObject().Reverse().Select(p => $"\"{p.Key}\" : {p.Value?.ToJsonString() ?? "null"}")) + " }"))
            + "]", StringComparison.Ordinal)));
        LlmModel model = LlmTables.Model(server, new LlmOptions { Examples = 5, RowsPerRequest = 5 });
        string message = Assert.Throws<CausalLoomException>(() => model.Sample(60, RandomStream.Of(1))).Message;
        Assert.Contains("5 of 5 rows (100 %) equal an example of their request; of real rows 0 % do, and 20 % may", message,
            StringComparison.Ordinal);
        Assert.Equal(1, model.Facts["share_equal_to_an_example"]!.GetValue<double>());
        Assert.Equal(0, model.Facts["share_equal_to_an_example_expected"]!.GetValue<double>());
        Assert.Equal(0.2, model.Facts["share_equal_to_an_example_allowed"]!.GetValue<double>(), 1e-12);
    }

    [Fact]
    public void ATableOfFewDistinctRowsRepeatsThemAndIsNotRefused()
    {
        // Real rows drawn at random: with four distinct rows nearly all of them are among the examples.
        Data.Table few = new([
            new Data.BinaryColumn("a", [.. Enumerable.Range(0, 200).Select(i => i % 2)], ["0", "1"]),
            new Data.BinaryColumn("b", [.. Enumerable.Range(0, 200).Select(i => i % 10 == 0 ? 1 : 0)], ["n", "y"]),
        ]);
        using FakeChatServer server = new(r => FakeAnswer.Says("{\"rows\":[" + string.Join(',', Enumerable.Range(0, 5).Select(i =>
            ChatPrompt.Rows(few, [RandomStream.Of(r.Number).Child(i).NextInt(200)])["{\"rows\":[".Length..^2])) + "]}"));
        LlmGenerator generator = new(new LlmSettings
            { Endpoint = server.Endpoint, Model = "toy", Options = new LlmOptions { Examples = 10, RowsPerRequest = 5, Parallel = 1 } });
        LlmModel model = (LlmModel)generator.Fit(few, FitContext.ForSeed(1));
        Assert.Equal(100, model.Sample(100, RandomStream.Of(2)).Rows);
        double expected = model.Facts["share_equal_to_an_example_expected"]!.GetValue<double>();

        // One in ten is 0y, which ten examples miss in a third of requests; the others are nearly always there.
        Assert.InRange(expected, 0.9, 1);
        Assert.Equal(expected, model.Facts["share_equal_to_an_example"]!.GetValue<double>(), 0.1);
    }

    [Fact]
    public void TheExpectedShareIsThatOfRowsDrawnBesideTheExamples()
    {
        Data.Table table = new([new Data.IntegerColumn("k", [.. Enumerable.Range(0, 40).Select(i => (long)(i * i % 17))])]);
        RepeatedExamples repeats = new(table, RowRules.Of(table), new LlmOptions { Examples = 6, ExamplePool = 40 });
        int equal = 0;
        const int draws = 40_000;
        for (int d = 0; d < draws; d++)
        {
            int[] order = RandomStream.Of(d).Permutation(40);
            long[] values = [.. order[..7].Select(i => ((Data.IntegerColumn)table["k"]).Values[i])];
            equal += values.AsSpan(0, 6).Contains(values[6]) ? 1 : 0;
        }

        Assert.Equal((double)equal / draws, repeats.Expected, 0.01);
    }

    [Fact]
    public void AServerThatIsGoneEndsTheDrawOnceAndNotEachRequest()
    {
        // Well for a while, then 500 for ever; each answer takes 40 seconds by the clock, so patience ends before the attempts do.
        ToldClock clock = new();
        using FakeChatServer server = new(r =>
        {
            clock.Pass(TimeSpan.FromSeconds(40));
            return r.Number < 3 ? FakeAnswer.Echoes(r) : FakeAnswer.Fails(500);
        });
        string message = Assert.Throws<CausalLoomException>(() => Clocked(server, clock, LlmTables.Quick with { Parallel = 1 }).Sample(500,
            RandomStream.Of(1))).Message;
        Assert.Contains("has given no reply for 123 seconds, last status 500", message, StringComparison.Ordinal);
        Assert.Equal(6, server.Requests.Count);
    }

    [Fact]
    public void AServerThatHangsIsGivenUpAfterTheTimeoutsOfOneWave()
    {
        using FakeChatServer server = new(r => FakeAnswer.Echoes(r) with { Hangs = true });
        TimeSpan soon = TimeSpan.FromSeconds(0.4);
        LlmOptions options = LlmTables.Quick with { Timeout = soon, Patience = soon, Parallel = 4 };
        string message = Assert.Throws<CausalLoomException>(() => new LlmGenerator(new LlmSettings
            { Endpoint = server.Endpoint, Model = "toy", Options = options }).Fit(LlmTables.People, FitContext.ForSeed(1)).Sample(500,
            RandomStream.Of(1))).Message;

        // Requests show that the draw was given up (it has 100 to make), not the clock: a busy machine makes the silence longer.
        Assert.Matches("has given no reply for (0\\.[4-9]|[1-9])", message);
        Assert.InRange(server.Requests.Count, 0, 8);
    }

    [Fact]
    public void AServerThatAsksForPatienceIsAlive()
    {
        using FakeChatServer server = new(r => r.Number < 4 ? FakeAnswer.Fails(429) with { Headers = [("Retry-After", "100")] }
            : FakeAnswer.Echoes(r));
        LlmTables.AssertValid(LlmTables.Model(server, LlmTables.Quick with { Parallel = 1 }).Sample(3, RandomStream.Of(1)));
        Assert.Equal(5, server.Requests.Count);
    }

    [Fact]
    public void ADrawThatTakesLongerThanItMayEndsAndIsGoneOnWith()
    {
        ToldClock clock = new();
        using FakeChatServer server = new(r =>
        {
            clock.Pass(TimeSpan.FromSeconds(40));
            return FakeAnswer.Echoes(r);
        });
        LlmOptions options = LlmTables.Quick with { Parallel = 1, Deadline = TimeSpan.FromSeconds(100) };
        string message = Assert.Throws<CausalLoomException>(() => Clocked(server, clock, options, _folder).Sample(40,
            RandomStream.Of(1))).Message;
        Assert.Contains("within the 100 seconds that a draw may take (‹set llm.options.deadline=SECONDS›)", message,
            StringComparison.Ordinal);
        Assert.Equal(3, server.Requests.Count);
        Assert.Throws<CausalLoomException>(() => Clocked(server, clock, options, _folder).Sample(40, RandomStream.Of(1)));
        Assert.Equal(40, Clocked(server, clock, options, _folder).Sample(40, RandomStream.Of(1)).Rows);
        Assert.Equal(8, server.Requests.Count);
    }

    [Fact]
    public void ADeadlineEndsARequestThatIsUnderWay()
    {
        using FakeChatServer server = new(r => FakeAnswer.Echoes(r) with { Hangs = true });
        LlmOptions options = LlmTables.Quick with { Deadline = TimeSpan.FromSeconds(0.3) };
        Assert.Contains("that a draw may take", Assert.Throws<CausalLoomException>(() =>
            LlmTables.Model(server, options).Sample(40, RandomStream.Of(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WorkIsCancelledInTheMiddleOfAWaitAndOfABody()
    {
        foreach (FakeAnswer answer in (FakeAnswer[])[FakeAnswer.Fails(500), FakeAnswer.Sends(Endless), Answers["a body that drips"](null!)])
        {
            using CancellationTokenSource cancellation = new();
            using FakeChatServer server = new(r =>
            {
                cancellation.CancelAfter(100);
                return answer;
            });
            ITabularModel model = new LlmGenerator(new LlmSettings
            {
                Endpoint = server.Endpoint, Model = "toy",
                Options = LlmTables.Quick with { FirstDelay = TimeSpan.FromMinutes(1), LongestDelay = TimeSpan.FromMinutes(1) },
            }).Fit(LlmTables.People, FitContext.ForSeed(1) with { Cancellation = cancellation.Token });
            Assert.ThrowsAny<OperationCanceledException>(() => model.Sample(30, RandomStream.Of(1)));
        }
    }

    private static LlmModel Clocked(FakeChatServer server, ToldClock clock, LlmOptions options, string? cache = null) =>
        (LlmModel)new LlmGenerator(new LlmSettings { Endpoint = server.Endpoint, Model = "toy", Options = options, Cache = cache })
        {
            Pace = new Pace(clock, (time, cancellation) =>
            {
                clock.Pass(time);
                return Task.Delay(0, cancellation);
            }),
        }.Fit(LlmTables.People, FitContext.ForSeed(1));

    private static Task Endless(NetworkStream stream, CancellationToken closing) => Endless(stream, "200", closing);

    private static async Task Endless(NetworkStream stream, string status, CancellationToken closing)
    {
        await Text(stream, $"HTTP/1.1 {status} OK\r\nContent-Type: application/json\r\n\r\n");
        byte[] spaces = [.. Enumerable.Repeat((byte)' ', 1 << 16)];
        while (!closing.IsCancellationRequested)
        {
            await stream.WriteAsync(spaces, closing);
        }
    }

    private static async Task Body(NetworkStream stream, byte[] body, string headers)
    {
        await Text(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n{headers}\r\n");
        await stream.WriteAsync(body);
    }

    private static Task Text(NetworkStream stream, string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask();

    // 200 MB of spaces.
    private static byte[] MakeBomb()
    {
        using MemoryStream packed = new();
        using (GZipStream zip = new(packed, CompressionLevel.Fastest))
        {
            byte[] spaces = [.. Enumerable.Repeat((byte)' ', 1 << 20)];
            for (int i = 0; i < 200; i++)
            {
                zip.Write(spaces);
            }
        }

        return packed.ToArray();
    }
}
