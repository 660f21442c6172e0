namespace CausalLoom.Llm;

/// <summary>What <see cref="LlmGenerator"/> needs of a user, and its options.</summary>
public sealed record LlmSettings
{
    /// <summary>Address of an OpenAI-compatible server, such as http://localhost:8000/v1.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The model to ask that server for.</summary>
    public string? Model { get; init; }

    /// <summary>The folder where replies are kept, or null for none.</summary>
    public string? Cache { get; init; }

    /// <summary>How it is asked.</summary>
    public LlmOptions Options { get; init; } = new();
}
