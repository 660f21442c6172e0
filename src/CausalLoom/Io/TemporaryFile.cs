using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CausalLoom.Io;

/// <summary>
/// Names of files that are being written: `.NAME.HOST.PROCESS.N.tmp` beside the file, so that the last step is a rename, and what a killed
/// process of this machine has left can be told from what another is writing.
/// </summary>
internal static partial class TemporaryFile
{
    private const int LongestName = 150;
    private static readonly string Host = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Environment.MachineName)))[..8];
    private static readonly ConcurrentDictionary<string, bool> Alive = new(StringComparer.Ordinal);
    private static int _count;

    /// <summary>A name for a file's temporary one, which is this process's until it is released.</summary>
    /// <param name="path">The file, absolute.</param>
    public static string For(string path)
    {
        string name = Path.GetFileName(path);
        string temporary = Path.Combine(Path.GetDirectoryName(path)!, string.Create(CultureInfo.InvariantCulture,
            $".{Cut(name)}.{Host}.{Environment.ProcessId}.{Interlocked.Increment(ref _count)}.tmp"));
        Alive[temporary] = true;
        return temporary;
    }

    // Names are as long as their bytes.
    private static string Cut(string name)
    {
        int length = name.Length;
        while (Encoding.UTF8.GetByteCount(name.AsSpan(0, length)) > LongestName || (length > 0 && char.IsHighSurrogate(name[length - 1])))
        {
            length--;
        }

        return name[..length];
    }

    /// <summary>Removes a temporary file if it is there, and gives its name up.</summary>
    public static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The error that is being reported matters more.
        }

        Release(temporary);
    }

    /// <summary>Gives a name up.</summary>
    public static void Release(string temporary) => Alive.TryRemove(temporary, out _);

    /// <summary>Removes what processes of this machine that are no more have left in a folder.</summary>
    public static void RemoveLeftovers(string folder)
    {
        try
        {
            foreach (string left in Directory.EnumerateFiles(folder, $".*.{Host}.*.tmp", new EnumerationOptions
                { AttributesToSkip = FileAttributes.None }))
            {
                if (Ours().Match(Path.GetFileName(left)) is { Success: true } match && !Alive.ContainsKey(left)
                    && !Runs(int.Parse(match.Groups["process"].ValueSpan, CultureInfo.InvariantCulture)))
                {
                    Remove(left);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be listed is no reason not to write into it.
        }
    }

    // A container's next process often has the number of the one that was killed: what is not alive here is left over.
    private static bool Runs(int process)
    {
        if (process == Environment.ProcessId)
        {
            return false;
        }

        try
        {
            using Process found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\.[0-9a-f]{8}\.(?<process>\d{1,9})\.\d{1,9}\.tmp$")]
    private static partial Regex Ours();
}
