using CausalLoom.Io;

namespace CausalLoom.Data;

/// <summary>A file of rules: one a line, or YAML as a schema has them.</summary>
public static class RuleFile
{
    /// <summary>Reads the rules; empty lines, and those that begin with #, are none.</summary>
    /// <exception cref="CausalLoomException">The file cannot be read.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string text = InputFile.ReadText(path, SchemaYaml.MaxBytes);
        string[] lines = [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];
        return lines.Length > 0 && (lines[0].StartsWith("rules:", StringComparison.Ordinal) || lines[0][0] is '-' or '[')
            ? SchemaYaml.ParseRules(text, path) : lines;
    }
}
