namespace CausalLoom.Llm;

/// <summary>The time by which servers are judged, and how it is waited for; tests give ones that do not wait.</summary>
/// <param name="Clock">Tells the time that has passed.</param>
/// <param name="Delay">Waits.</param>
internal sealed record Pace(TimeProvider Clock, Func<TimeSpan, CancellationToken, Task> Delay)
{
    /// <summary>That of the machine.</summary>
    public static Pace Real { get; } = new(TimeProvider.System, Task.Delay);
}
