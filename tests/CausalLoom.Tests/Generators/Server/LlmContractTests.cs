using CausalLoom.Generators;
using CausalLoom.Generators.Server;

namespace CausalLoom.Tests.Generators.Server;

/// <summary>
/// The contract, with a server that gives the examples of each request back: laws that depend on the language model itself (rates,
/// dependence) then say that examples are drawn, sent, read and put out without any distortion of this generator's making.
/// </summary>
public sealed class LlmContractTests : GeneratorContract, IDisposable
{
    private readonly FakeChatServer _server = new(FakeAnswer.Echoes);

    protected override string[] Settings => [$"llm.endpoint={_server.Endpoint}", "llm.model=toy"];

    protected override ITabularGenerator Generator => new LlmGenerator(new LlmSettings { Endpoint = _server.Endpoint, Model = "toy" });

    public void Dispose() => _server.Dispose();
}
