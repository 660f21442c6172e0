namespace CausalLoom.Tests;

/// <summary>The folder of the repository, found from where the tests run: a deterministic build of CI (<c>CI=true</c>) gives the compiler
/// no true path of a source file.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "CausalLoom.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
