using CausalLoom.Data;
using CausalLoom.Report.Html;

namespace CausalLoom.Report.Sections;

/// <summary>What was read, used and left out, as facts of a run.</summary>
internal static class LeftOutFacts
{
    /// <summary>Names and values; nothing where the rows were no file's.</summary>
    public static IEnumerable<(string Name, string Value)> Of(RunFacts run)
    {
        if (run.Read is not { } read)
        {
            yield break;
        }

        yield return ("Treatment", $"{read.Treatment}: {string.Join(", ", read.Levels.Skip(1))} against {read.Levels[0]}");
        yield return ("Outcome", read.Outcome + (read.Event is { } event0 ? $", the event is {event0}"
            : read.Unit is { } unit ? $", in {unit}" : string.Empty));
        yield return ("Rows left out", read.RowsDropped.Count == 0 ? "none"
            : string.Join("; ", read.RowsDropped.Select(d => $"{Numbers.Count(d.Rows)}: {d.Reason}")));
        yield return ("Columns left out", read.LeftOut.Count == 0 ? "none"
            : string.Join("; ", read.LeftOut.Select(c => $"{c.Name} ({c.Reason})")));
    }

    /// <summary>What the reader warns of.</summary>
    public static IEnumerable<string> Warnings(RunFacts run) => run.Read?.Warnings ?? [];
}
