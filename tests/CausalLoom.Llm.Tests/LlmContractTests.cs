using CausalLoom.Catalogue;
using CausalLoom.Generators;
using CausalLoom.Tests.Generators;

namespace CausalLoom.Llm.Tests;

/// <summary>
/// The contract, with a server that gives the examples of each request back: laws that depend on the language model itself (rates,
/// dependence) then say that examples are drawn, sent, read and put out without any distortion of this generator's making.
/// </summary>
public sealed class LlmContractTests(LlmContractTests.EchoServer server) : GeneratorContract, IClassFixture<LlmContractTests.EchoServer>
{
    protected override string[] Settings => [$"llm.endpoint={server.Endpoint}", "llm.model=toy", "llm.options.repeat-margin=1"];

    protected override Catalogues Known => LlmTables.Known;

    protected override ITabularGenerator Generator => new LlmGenerator(
        new LlmSettings { Endpoint = server.Endpoint, Model = "toy", Options = new LlmOptions { RepeatMargin = 1 } });

    /// <summary>One server for all tests of the class: the fit that they share asks it for rows.</summary>
    public sealed class EchoServer : IDisposable
    {
        private readonly FakeChatServer _server = new(FakeAnswer.Echoes);

        public Uri Endpoint => _server.Endpoint;

        public void Dispose() => _server.Dispose();
    }
}
