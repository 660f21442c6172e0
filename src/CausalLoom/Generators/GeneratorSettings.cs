namespace CausalLoom.Generators;

/// <summary>What some generators need from the user beyond the table. Generators that do not need a setting ignore it.</summary>
/// <param name="Checkpoint">Folder of a language model in Hugging Face's format (`great`).</param>
/// <param name="Endpoint">Address of an OpenAI-compatible server, such as http://localhost:8000/v1 (`llm`).</param>
/// <param name="LlmModel">The model to ask that server for (`llm`).</param>
/// <param name="CacheFolder">Where replies are kept, or null for none (`llm`).</param>
public sealed record GeneratorSettings(string? Checkpoint = null, Uri? Endpoint = null, string? LlmModel = null,
    string? CacheFolder = null);
