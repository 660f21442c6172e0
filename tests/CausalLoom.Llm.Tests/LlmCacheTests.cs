using CausalLoom.Generators;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Llm.Tests;

/// <summary>Replies kept on disk: a rerun asks nobody and gives the same rows.</summary>
public sealed class LlmCacheTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "causalloom-" + Path.GetRandomFileName());

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, true);
        }
    }

    [Fact]
    public void ARerunWithTheServerOffGivesTheSameRows()
    {
        // Every third reply is garbage and every row with a number of its own: the rerun must repeat refusals and rows alike.
        int number = 0;
        FakeChatServer server = new(r => Interlocked.Increment(ref number) % 3 == 0
            ? FakeAnswer.Says("so sorry")
            : FakeAnswer.Says(LlmTables.Reply(LlmTables.Row(("age", 20 + number)), LlmTables.Row(("age", 999)))));
        LlmModel first = LlmTables.Model(server, cache: _folder);
        string[] rows = LlmTables.Draw(first);
        server.Dispose();

        LlmModel again = LlmTables.Model(server.Endpoint, cache: _folder);
        Assert.Equal(rows, LlmTables.Draw(again));
        Assert.Equal(0, LlmTables.Fact(again, "requests_sent"));
        Assert.Equal(LlmTables.Fact(first, "replies"), LlmTables.Fact(again, "replies_from_cache"));
        Assert.Equal(LlmTables.Fact(first, "rows_rejected"), LlmTables.Fact(again, "rows_rejected"));

        // So does the model that was saved and loaded, once it is told of the folder.
        LlmModel loaded = (LlmModel)LlmTables.Known.LoadGenerator(first.Save());
        loaded.Attach(FitContext.ForSeed(1), _folder);
        Assert.Equal(rows, LlmTables.Draw(loaded));
    }

    [Fact]
    public void AnotherSeedIsAnotherRequest()
    {
        using FakeChatServer server = new(FakeAnswer.Echoes);
        LlmModel model = LlmTables.Model(server, cache: _folder);
        model.Sample(5, RandomStream.Of(1));
        model.Sample(5, RandomStream.Of(2));
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void WhatABrokenRunGotIsNotAskedForAgain()
    {
        bool up = false;
        using FakeChatServer server = new(r => r.Number < 2 || up ? FakeAnswer.Echoes(r) : FakeAnswer.Fails(500));
        LlmOptions one = LlmTables.Quick with { Parallel = 1, Attempts = 1 };
        Assert.Throws<CausalLoomException>(() => LlmTables.Draw(LlmTables.Model(server, one, _folder), 20));
        up = true;
        LlmModel model = LlmTables.Model(server, one, _folder);
        LlmTables.Draw(model, 20);
        Assert.Equal(2, LlmTables.Fact(model, "replies_from_cache"));
        Assert.Equal(2, LlmTables.Fact(model, "requests_sent"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"key\":")]
    [InlineData("{\"key\":\"other\",\"text\":\"x\",\"prompt_tokens\":1,\"completion_tokens\":1}")]
    [InlineData("[]")]
    public void ADamagedEntryIsAskedForAgain(string content)
    {
        using FakeChatServer server = new(FakeAnswer.Echoes);
        string[] rows = LlmTables.Draw(LlmTables.Model(server, cache: _folder), 5);
        File.WriteAllText(Assert.Single(Directory.GetFiles(_folder)), content);
        Assert.Equal(rows, LlmTables.Draw(LlmTables.Model(server, cache: _folder), 5));
        Assert.Equal(2, server.Requests.Count);
        LlmTables.Draw(LlmTables.Model(server, cache: _folder), 5);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public void ItKeepsNoRowOfTheData()
    {
        using FakeChatServer server = new(_ => FakeAnswer.Says(LlmTables.Reply(LlmTables.Row())));
        LlmTables.Draw(LlmTables.Model(server, cache: _folder), 1);
        string kept = File.ReadAllText(Assert.Single(Directory.GetFiles(_folder)));
        Assert.DoesNotContain("Rows of the real data", kept, StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderThatCannotBeIsRefusedBeforeAnythingIsSent()
    {
        File.WriteAllText(_folder + ".txt", "a file");
        using FakeChatServer server = new(FakeAnswer.Echoes);
        string message = Assert.Throws<CausalLoomException>(() => LlmTables.Model(server, cache: _folder + ".txt")).Message;
        File.Delete(_folder + ".txt");
        Assert.Contains("‹llm-cache›", message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }
}
