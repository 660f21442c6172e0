namespace CausalLoom.Llm.Tests;

/// <summary>A model file may be anyone's: the key goes to no server that only such a file has named.</summary>
public sealed class ServerAddressTests
{
    [Theory]
    [InlineData("https://evil.example/v1", true, "OPENAI_API_KEY", null, false)]
    [InlineData("https://evil.example/v1", true, "CAUSALLOOM_LLM_KEY", null, false)]
    [InlineData("https://evil.example/v1", true, "OPENAI_API_KEY", "api.openai.com", false)]
    [InlineData("https://api.openai.com.evil.example/v1", true, "OPENAI_API_KEY", null, false)]
    [InlineData("http://api.openai.com/v1", true, "OPENAI_API_KEY", null, false)]
    [InlineData("https://api.openai.com/v1", true, "CAUSALLOOM_LLM_KEY", null, false)]
    [InlineData("https://api.openai.com/v1", true, "OPENAI_API_KEY", null, true)]
    [InlineData("http://localhost:8000/v1", true, "CAUSALLOOM_LLM_KEY", null, true)]
    [InlineData("https://models.hospital.example:8443/v1", true, "CAUSALLOOM_LLM_KEY", "Models.Hospital.Example:8443", true)]
    [InlineData("https://models.hospital.example:8443/v1", true, "CAUSALLOOM_LLM_KEY", "models.hospital.example", false)]
    [InlineData("https://models.hospital.example/v1", false, "CAUSALLOOM_LLM_KEY", null, true)]
    public void TheKeyGoesOnlyToAServerThatTheUserKnows(string endpoint, bool ofFile, string variable, string? host, bool given)
    {
        ServerAddress address = ServerAddress.Of(new Uri(endpoint), "m") with { IsOfFile = ofFile };
        string? Environment(string name) => name == variable ? "secret-key" : name == "CAUSALLOOM_LLM_HOST" ? host : null;
        if (given)
        {
            Assert.Equal("secret-key", address.Key(Environment));
            return;
        }

        string message = Assert.Throws<CausalLoomException>(() => address.Key(Environment)).Message;
        Assert.Contains($"CAUSALLOOM_LLM_HOST={address.Host}", message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAKeyNobodyIsAsked() =>
        Assert.Equal(ServerAddress.NoKey, (ServerAddress.Of(new Uri("https://evil.example"), "m") with { IsOfFile = true }).Key(_ => null));
}
