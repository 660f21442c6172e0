using System.Globalization;
using CausalLoom.Jobs;

namespace CausalLoom.Cli.CommandLine;

/// <summary>
/// Listens to a job: one line on the terminal that says how far the work is, what the job has to say on lines of its own, and the step for
/// error messages.
/// </summary>
/// <param name="surroundings">Where lines go.</param>
/// <param name="visible">Whether there is a line of progress; else only the step is kept.</param>
/// <param name="quiet">Whether nothing is said but what must be.</param>
public sealed class ProgressLine(Surroundings surroundings, bool visible, bool quiet) : IJobListener
{
    private const int Longest = 200;

    private readonly Lock _gate = new();
    private string _shown = string.Empty;

    /// <inheritdoc />
    public void Begin(string step) => surroundings.Step = step;

    /// <inheritdoc />
    public void Say(JobMessage message)
    {
        if (quiet && message.Kind != JobMessageKind.Alert)
        {
            return;
        }

        string kind = message.Kind switch { JobMessageKind.Note => "note: ", JobMessageKind.Warning => "warning: ", _ => string.Empty };
        lock (_gate)
        {
            Clear();
            surroundings.Error.WriteLine(kind + VisibleText.Line(message.Text));
        }
    }

    /// <inheritdoc />
    public void Report(ProgressReport value)
    {
        lock (_gate)
        {
            surroundings.Step = value.Step;
            if (!visible)
            {
                return;
            }

            string detail = value.Detail is null ? string.Empty : "  " + value.Detail;
            string line = VisibleText.Line(string.Create(CultureInfo.InvariantCulture,
                $"{value.Step}: {Math.Floor(100 * Math.Clamp(value.Fraction, 0, 1))} %{detail}"), Longest);
            if (line == _shown)
            {
                return;
            }

            surroundings.Error.Write('\r');
            surroundings.Error.Write(line.PadRight(_shown.Length));
            _shown = line;
        }
    }

    /// <summary>Clears the line.</summary>
    public void Done()
    {
        lock (_gate)
        {
            Clear();
        }
    }

    private void Clear()
    {
        if (_shown.Length > 0)
        {
            surroundings.Error.Write('\r');
            surroundings.Error.Write(new string(' ', _shown.Length));
            surroundings.Error.Write('\r');
            _shown = string.Empty;
        }
    }
}
