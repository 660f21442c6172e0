using System.Globalization;

namespace CausalLoom.HybridStudy;

/// <summary>
/// A CSV of single runs that a study goes on with: rows are appended whole as they come, and what is there is not done again.
/// </summary>
internal sealed class ResultFile
{
    private readonly string _path;
    private readonly int _keys;
    private readonly HashSet<string> _done;

    /// <summary>Opens or starts the file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="header">Its columns.</param>
    /// <param name="keys">How many of them, from the first, say which run a row is of.</param>
    public ResultFile(string path, string header, int keys)
    {
        (_path, _keys) = (path, keys);
        if (!File.Exists(path))
        {
            File.WriteAllText(path, header + "\n");
        }

        string[] lines = File.ReadAllLines(path);
        if (lines[0] != header)
        {
            throw new CausalLoomException($"{path} has other columns than this study writes: move it away.");
        }

        _done = [.. lines.Skip(1).Select(Key)];
    }

    /// <summary>Whether there is a row of that run.</summary>
    public bool Has(params object[] key) => _done.Contains(string.Join(',', key.Select(Text)));

    /// <summary>Appends a row.</summary>
    public void Add(params object?[] cells)
    {
        string line = string.Join(',', cells.Select(Text));
        File.AppendAllText(_path, line + "\n");
        _done.Add(Key(line));
        Console.WriteLine(line);
    }

    private static string Text(object? cell) => cell switch
    {
        null => string.Empty,
        double number => double.IsFinite(number) ? number.ToString("0.######", CultureInfo.InvariantCulture) : string.Empty,
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString()!,
    };

    private string Key(string line) => string.Join(',', line.Split(',').Take(_keys));
}
