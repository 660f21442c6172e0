using System.Net;
using System.Net.Sockets;
using CausalLoom.Generators;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Llm.Tests;

/// <summary>
/// Servers that are slow, busy, broken, gone or strict. No test waits: delays are handed to the test, timeouts are short.
/// </summary>
public sealed class LlmServerTests
{
    private static readonly LlmOptions OneByOne = LlmTables.Quick with { Parallel = 1 };

    [Fact]
    public void ARequestCarriesTheModelTheSchemaAndRowsOfTheData()
    {
        using FakeChatServer server = new(FakeAnswer.Echoes);
        LlmTables.AssertValid(LlmTables.Model(server).Sample(3, RandomStream.Of(1)));
        FakeRequest request = Assert.Single(server.Requests);
        Assert.StartsWith("POST /v1/chat/completions ", request.Head, StringComparison.Ordinal);
        Assert.Equal("toy", request.Body["model"]!.GetValue<string>());
        Assert.Equal("json_schema", request.Body["response_format"]!["type"]!.GetValue<string>());
        var row = request.Body["response_format"]!["json_schema"]!["schema"]!["properties"]!["rows"]!["items"]!;
        Assert.Equal("""{"type":"integer","minimum":20,"maximum":79}""", row["properties"]!["age"]!.ToJsonString());
        Assert.Equal("""["number","null"]""", row["properties"]!["bmi"]!["type"]!.ToJsonString());
        Assert.Equal("""["f","m"]""", row["properties"]!["sex"]!["enum"]!.ToJsonString());
        Assert.Equal("""["age","bmi","sex","smoker"]""", row["required"]!.ToJsonString());
        Assert.Equal(5, request.Examples.Count);
        string[] real = [.. Enumerable.Range(0, 60).Select(i => ChatPrompt.Rows(LlmTables.People, [i]))];
        Assert.All(request.Examples, example => Assert.Contains($$"""{"rows":[{{example!.ToJsonString()}}]}""", real));
    }

    [Fact]
    public void TheRowsDoNotDependOnTheNumberOfRequestsUnderWayOrOfRows()
    {
        using FakeChatServer server = new(FakeAnswer.Echoes);
        string[] one = LlmTables.Draw(LlmTables.Model(server, OneByOne), 60);
        Assert.Equal(one, LlmTables.Draw(LlmTables.Model(server, OneByOne with { Parallel = 7 }), 60));
        Assert.Equal(one[..(23 * 4)], LlmTables.Draw(LlmTables.Model(server, OneByOne), 23));
    }

    [Fact]
    public void ABusyServerIsAskedAgainAfterTheDelayItNames()
    {
        List<TimeSpan> waits = [];
        using FakeChatServer server = new(r => r.Number switch
        {
            0 => FakeAnswer.Fails(429) with { Headers = [("Retry-After", "17")] },
            1 => FakeAnswer.Fails(503) with
                { Headers = [("Date", "Wed, 21 Oct 2015 07:28:00 GMT"), ("Retry-After", "Wed, 21 Oct 2015 07:28:42 GMT")] },
            2 => FakeAnswer.Fails(429) with { Headers = [("Retry-After", "0")] },
            _ => FakeAnswer.Echoes(r),
        });
        LlmModel model = LlmTables.Model(server, OneByOne, waits: waits);
        LlmTables.AssertValid(model.Sample(3, RandomStream.Of(1)));
        Assert.Equal([17, 42, 4], waits.Select(w => w.TotalSeconds));
        Assert.Equal(3, LlmTables.Fact(model, "retries"));
        Assert.Equal(4, LlmTables.Fact(model, "requests_sent"));
        Assert.Equal(1, LlmTables.Fact(model, "replies"));
    }

    [Fact]
    public void AServerThatFailsOnIsGivenUpAfterGrowingDelays()
    {
        List<TimeSpan> waits = [];
        using FakeChatServer server = new(_ => FakeAnswer.Fails(500, "out\nof memory"));
        LlmModel model = LlmTables.Model(server, OneByOne, waits: waits);
        string message = Assert.Throws<CausalLoomException>(() => model.Sample(3, RandomStream.Of(1))).Message;
        Assert.Equal([1, 2, 4, 8, 16], waits.Select(w => w.TotalSeconds));
        Assert.Equal(6, server.Requests.Count);
        Assert.Contains($"127.0.0.1:{server.Endpoint.Port} failed 6 times", message, StringComparison.Ordinal);
        Assert.Contains("500", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void AServerThatWantsToBeLeftAloneForLongIs()
    {
        using FakeChatServer server = new(_ => FakeAnswer.Fails(429) with { Headers = [("Retry-After", "86400")] });
        string message = Assert.Throws<CausalLoomException>(() => LlmTables.Model(server, OneByOne).Sample(3, RandomStream.Of(1))).Message;
        Assert.Contains("86400 seconds", message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public void AHangingServerTimesOutAndIsAskedAgain()
    {
        using FakeChatServer server = new(r => FakeAnswer.Echoes(r) with { Hangs = r.Number == 0 });
        LlmModel model = LlmTables.Model(server, OneByOne with { Timeout = TimeSpan.FromSeconds(3) });
        LlmTables.AssertValid(model.Sample(3, RandomStream.Of(1)));
        Assert.InRange(server.Requests.Count, 2, 6);
    }

    [Theory]
    [InlineData(86_400)]
    [InlineData(null)]
    public void AServerThatAlwaysHangsIsGivenUp(int? deadline)
    {
        using FakeChatServer server = new(r => FakeAnswer.Echoes(r) with { Hangs = true });
        LlmOptions options = OneByOne with
        {
            Timeout = TimeSpan.FromSeconds(0.2), Attempts = 2, Deadline = deadline is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
        LlmModel model = LlmTables.Model(server, options);
        string message = Assert.Throws<CausalLoomException>(() => model.Sample(3, RandomStream.Of(1))).Message;
        Assert.Contains("no answer within 0.2 seconds", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>gateway</html>")]
    [InlineData("{}")]
    [InlineData("{\"choices\":[]}")]
    [InlineData("{\"choices\":[{\"message\":7}]}")]
    [InlineData("[]")]
    [InlineData("")]
    public void AnAnswerThatIsNoCompletionIsAskedForAgain(string body)
    {
        using FakeChatServer server = new(r => r.Number == 0 ? new FakeAnswer(200, body) : FakeAnswer.Echoes(r));
        LlmTables.AssertValid(LlmTables.Model(server, OneByOne).Sample(3, RandomStream.Of(1)));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public void AConnectionThatBreaksIsTriedAgain()
    {
        using FakeChatServer server = new(r => FakeAnswer.Echoes(r) with { BreaksOff = r.Number < 2 });
        LlmTables.AssertValid(LlmTables.Model(server, OneByOne).Sample(3, RandomStream.Of(1)));
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public void NoServerAtAllIsSaidSo()
    {
        using TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        int port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        LlmModel model = LlmTables.Model(new Uri($"http://127.0.0.1:{port}/v1"), OneByOne with { Attempts = 2 });
        string message = Assert.Throws<CausalLoomException>(() => model.Sample(3, RandomStream.Of(1))).Message;
        Assert.Contains($"127.0.0.1:{port} failed 2 times", message, StringComparison.Ordinal);
        Assert.Contains("refused", message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void AServerWithoutSchemasIsAskedWithoutAndRemembered()
    {
        using FakeChatServer server = new(r => r.IsConstrained ? FakeAnswer.Fails(400, "unknown field response_format")
            : FakeAnswer.Echoes(r));
        LlmTables.AssertValid(LlmTables.Model(server, OneByOne).Sample(15, RandomStream.Of(1)));
        Assert.Equal([true, false, false, false], server.Requests.Select(r => r.IsConstrained));
    }

    [Theory]
    [InlineData(400, "refuses the request")]
    [InlineData(401, "OPENAI_API_KEY")]
    [InlineData(403, "OPENAI_API_KEY")]
    [InlineData(404, "‹llm-model")]
    [InlineData(308, "redirects")]
    [InlineData(413, "fewer columns")]
    public void WhatCannotPassByWaitingIsAnErrorAtOnce(int status, string says)
    {
        using FakeChatServer server = new(_ => FakeAnswer.Fails(status) with { Headers = [("Location", "http://127.0.0.1:1/elsewhere")] });
        List<TimeSpan> waits = [];
        string message = Assert.Throws<CausalLoomException>(() =>
            LlmTables.Model(server, OneByOne, waits: waits).Sample(3, RandomStream.Of(1))).Message;
        Assert.Contains(says, message, StringComparison.Ordinal);
        Assert.Empty(waits);
        Assert.True(server.Requests.Count <= 2);
    }

    [Fact]
    public void WorkCanBeCancelledWhileAServerHangs()
    {
        using CancellationTokenSource cancellation = new();
        using FakeChatServer server = new(r =>
        {
            cancellation.CancelAfter(50);
            return FakeAnswer.Echoes(r) with { Hangs = true };
        });
        LlmModel model = LlmTables.Model(server, context: FitContext.ForSeed(1) with { Cancellation = cancellation.Token });
        Assert.ThrowsAny<OperationCanceledException>(() => model.Sample(30, RandomStream.Of(1)));
    }

    [Fact]
    public void AServersWordsOfSeveralLinesBecomeOneLine()
    {
        using FakeChatServer server = new(_ => new FakeAnswer(422, "out of\nmemory"));
        string message = Assert.Throws<CausalLoomException>(() => LlmTables.Model(server, OneByOne).Sample(3, RandomStream.Of(1))).Message;
        Assert.Contains("out of memory", message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheKeyIsSentAndNeverSaid()
    {
        const string key = "sk-test-0123456789";
        Environment.SetEnvironmentVariable("CAUSALLOOM_LLM_KEY", key);
        try
        {
            using FakeChatServer server = new(_ => FakeAnswer.Fails(401, $"Incorrect API key provided: {key}."));
            LlmModel model = LlmTables.Model(server);
            string message = Assert.Throws<CausalLoomException>(() => model.Sample(3, RandomStream.Of(1))).Message;
            Assert.Contains($"Authorization: Bearer {key}", server.Requests[0].Head, StringComparison.Ordinal);
            Assert.DoesNotContain(key, message, StringComparison.Ordinal);
            Assert.DoesNotContain(key, model.Save().Settings.ToJsonString(), StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("CAUSALLOOM_LLM_KEY", null);
        }
    }

    [Fact]
    public void FittingSendsNothingAndDrawingNothingSendsNothing()
    {
        using FakeChatServer server = new(FakeAnswer.Echoes);
        LlmModel model = LlmTables.Model(server);
        ModelState state = model.Save();
        Assert.Equal(0, ((LlmModel)LlmTables.Known.LoadGenerator(state)).Sample(0, RandomStream.Of(1)).Rows);
        Assert.Empty(server.Requests);
        Assert.Contains(server.Endpoint.Authority, model.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void TokensAndTheirPriceAreCounted()
    {
        using FakeChatServer server = new(r => FakeAnswer.Says(LlmTables.Reply([.. r.Examples.Select(e => e!.DeepClone())]), 1200, 300));
        LlmModel model = LlmTables.Model(server, LlmTables.Quick with { PromptPrice = 2.5m, CompletionPrice = 10m });
        model.Sample(10, RandomStream.Of(1));
        Assert.Equal(2400, LlmTables.Fact(model, "prompt_tokens"));
        Assert.Equal(600, LlmTables.Fact(model, "completion_tokens"));
        Assert.Equal(0.012m, model.Facts["cost"]!.GetValue<decimal>());
        Assert.Equal(10, LlmTables.Fact(model, "rows_equal_to_an_example"));
    }

    [Theory]
    [InlineData(null, "m", "‹endpoint")]
    [InlineData("http://localhost:1/v1", null, "‹llm-model")]
    [InlineData("http://localhost:1/v1", " ", "‹llm-model")]
    [InlineData("ftp://localhost/v1", "m", "http")]
    [InlineData("http://user:secret@localhost/v1", "m", "OPENAI_API_KEY")]
    [InlineData("http://localhost/v1?key=secret", "m", "OPENAI_API_KEY")]
    public void SettingsAreCheckedBeforeAnythingIsDone(string? endpoint, string? model, string says)
    {
        LlmSettings settings = new() { Endpoint = endpoint is null ? null : new Uri(endpoint), Model = model };
        string message = Assert.Throws<CausalLoomException>(() => new LlmGenerator(settings)).Message;
        Assert.Contains(says, message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
    }
}
