namespace CausalLoom.Llm.Tests;

/// <summary>A clock that goes as it is told, and else stands still.</summary>
internal sealed class ToldClock : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    /// <summary>Lets time pass.</summary>
    public void Pass(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
}
