namespace CausalLoom.Tests;

/// <summary>A folder of a test's own, removed with all that is in it.</summary>
internal sealed class TestFolder : IDisposable
{
    /// <summary>Gets the folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("loom test ").FullName;

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
