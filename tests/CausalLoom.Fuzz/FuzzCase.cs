using System.Text.RegularExpressions;
using CausalLoom.Io;

namespace CausalLoom.Fuzz;

/// <summary>How one input ended.</summary>
/// <param name="Shape">What it said, without what differs from case to case; empty where it was read.</param>
/// <param name="Problem">What should not have been, or null.</param>
/// <param name="Time">How long it kept the processor: a clock would count what else the machine does.</param>
/// <param name="Bytes">How much memory was asked for meanwhile.</param>
internal sealed partial record FuzzCase(string Shape, string? Problem, TimeSpan Time, long Bytes)
{
    /// <summary>The longest that a small input may take.</summary>
    public static readonly TimeSpan MostTime = TimeSpan.FromSeconds(5);

    /// <summary>Gives an input to a target.</summary>
    public static FuzzCase Run(FuzzTarget target, byte[] input)
    {
        long before = GC.GetTotalAllocatedBytes();
        TimeSpan begun = Environment.CpuUsage.TotalTime;
        (string shape, string? problem) = End(target, input);
        TimeSpan time = Environment.CpuUsage.TotalTime - begun;
        long bytes = GC.GetTotalAllocatedBytes() - before;
        problem ??= time > MostTime ? FormattableString.Invariant($"took {time.TotalSeconds:0.0} s")
            : bytes > target.MostBytes ? FormattableString.Invariant($"asked for {bytes >> 20} MB") : null;
        return new FuzzCase(shape, problem, time, bytes);
    }

    private static (string Shape, string? Problem) End(FuzzTarget target, byte[] input)
    {
        try
        {
            target.Read(input);
            return (string.Empty, null);
        }
        catch (CausalLoomException e)
        {
            // Other characters that no one sees are shown by their codes at the outlet.
            string? problem = e.Message.Length is 0 or > VisibleText.LongestLine
                ? $"a message of {e.Message.Length} characters: {e.Message}"
                : e.Message.AsSpan().IndexOfAny('\r', '\n') >= 0 ? $"no single line: {e.Message}" : null;
            return (Differing().Replace(e.Message, "#"), problem);
        }
        catch (Exception e)
        {
            return (e.GetType().Name, e.ToString());
        }
    }

    [GeneratedRegex(@"'[^']*'|»[^«]*«|[0-9]+|\S*[/\\]\S+")]
    private static partial Regex Differing();
}
