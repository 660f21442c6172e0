using System.Globalization;

namespace CausalLoom.Simulators;

/// <summary>Settings of a simulator as the user wrote them, `name=value`.</summary>
public sealed class SimulatorSettings
{
    private readonly Dictionary<string, string> _values;
    private readonly string _simulator;

    internal SimulatorSettings(string simulator, Dictionary<string, string> values) => (_simulator, _values) = (simulator, values);

    /// <summary>A whole number.</summary>
    /// <exception cref="CausalLoomException">It is none.</exception>
    public int Whole(string name, int otherwise) => !_values.TryGetValue(name, out string? text) ? otherwise
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value
        : throw Wrong(name, text, "a whole number");

    /// <summary>A number.</summary>
    /// <exception cref="CausalLoomException">It is none.</exception>
    public double Number(string name, double otherwise) => !_values.TryGetValue(name, out string? text) ? otherwise
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value
        : throw Wrong(name, text, "a number");

    /// <summary>Yes or no: true, false, 1, 0.</summary>
    /// <exception cref="CausalLoomException">It is neither.</exception>
    public bool Flag(string name) => _values.TryGetValue(name, out string? text) && text switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => throw Wrong(name, text, "true or false"),
    };

    /// <summary>One of some words.</summary>
    /// <exception cref="CausalLoomException">It is another.</exception>
    public string Word(string name, string otherwise, params string[] words) => !_values.TryGetValue(name, out string? text) ? otherwise
        : words.Contains(text) ? text
        : throw Wrong(name, text, "one of " + string.Join(", ", words));

    /// <summary>One of the names of an enumeration, in lower case.</summary>
    /// <exception cref="CausalLoomException">It is another.</exception>
    public T One<T>(string name, T otherwise)
        where T : struct, Enum =>
        Enum.Parse<T>(Word(name, otherwise.ToString(), [.. Enum.GetNames<T>().Select(n => n.ToLowerInvariant())]), ignoreCase: true);

    private CausalLoomException Wrong(string name, string text, string what) =>
        new($"--set {name}={text}: '{_simulator}' needs {what} there.");
}
