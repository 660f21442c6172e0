using System.Globalization;

namespace CausalLoom.Cli.CommandLine;

/// <summary>One line on the terminal that says how far the work is; also remembers the step for error messages.</summary>
public sealed class ProgressLine : IProgress<ProgressReport>
{
    private readonly Surroundings _surroundings;
    private readonly bool _visible;
    private readonly Lock _gate = new();
    private string _shown = string.Empty;

    /// <summary>A progress line; when it is not visible it only keeps the step.</summary>
    public ProgressLine(Surroundings surroundings, bool visible)
    {
        _surroundings = surroundings;
        _visible = visible;
    }

    /// <inheritdoc />
    public void Report(ProgressReport value)
    {
        lock (_gate)
        {
            _surroundings.Step = value.Step;
            if (!_visible)
            {
                return;
            }

            string detail = value.Detail is null ? string.Empty : "  " + value.Detail;
            string line = string.Create(CultureInfo.InvariantCulture,
                $"{value.Step}: {Math.Floor(100 * Math.Clamp(value.Fraction, 0, 1))} %{detail}");
            if (line == _shown)
            {
                return;
            }

            _surroundings.Error.Write("\r" + line.PadRight(_shown.Length));
            _shown = line;
        }
    }

    /// <summary>Clears the line.</summary>
    public void Done()
    {
        lock (_gate)
        {
            if (_shown.Length > 0)
            {
                _surroundings.Error.Write("\r" + new string(' ', _shown.Length) + "\r");
                _shown = string.Empty;
            }
        }
    }
}
