namespace CausalLoom.Tests.Data;

/// <summary>
/// Finds real data that are not in the repository: in the folder that CAUSALLOOM_DATA names, else in `shared/data` beside the repository.
/// </summary>
internal static class SharedData
{
    /// <summary>The path of a file; the test is skipped where it is absent.</summary>
    public static string Find(string name)
    {
        string? folder = Environment.GetEnvironmentVariable("CAUSALLOOM_DATA");
        for (DirectoryInfo? above = new(AppContext.BaseDirectory); folder is null && above is not null; above = above.Parent)
        {
            string candidate = Path.Combine(above.FullName, "shared", "data");
            folder = Directory.Exists(candidate) ? candidate : null;
        }

        string path = Path.Combine(folder ?? string.Empty, name);
        if (!File.Exists(path))
        {
            Assert.Skip($"{name} is not here: set CAUSALLOOM_DATA to the folder that holds it.");
        }

        return path;
    }
}
