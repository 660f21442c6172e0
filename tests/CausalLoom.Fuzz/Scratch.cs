namespace CausalLoom.Fuzz;

/// <summary>Files for what reads by name; gone when the process ends.</summary>
internal static class Scratch
{
    private static readonly Lazy<string> Made = new(() =>
    {
        string folder = Directory.CreateTempSubdirectory("causalloom-fuzz-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    });

    public static string Folder => Made.Value;

    /// <summary>Writes a file and gives its path.</summary>
    public static string File(string name, byte[] bytes)
    {
        string path = Path.Combine(Folder, name);
        System.IO.File.WriteAllBytes(path, bytes);
        return path;
    }
}
