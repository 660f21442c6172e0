namespace CausalLoom.Fuzz;

/// <summary>Files for what reads by name; gone when the process ends.</summary>
internal static class Scratch
{
    private static readonly Lazy<string> Made = new(() =>
    {
        // In memory where the system offers it: a disk would take most of the time.
        string place = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        string folder = Directory.CreateDirectory(Path.Combine(place, "causalloom-fuzz-" + Path.GetRandomFileName())).FullName;
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
