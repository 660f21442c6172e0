namespace CausalLoom.Llm;

/// <summary>
/// Whether a server lives, judged over all requests of a draw, and the time that the draw has left: what keeps hundreds of requests
/// from each waiting for a server that is gone. Safe to use from several threads.
/// </summary>
internal sealed class ServerPulse(LlmOptions options, TimeProvider clock)
{
    // One failure may be the request's own fault.
    private const int Failures = 2;

    private readonly Lock _gate = new();
    private readonly long _began = clock.GetTimestamp();
    private long _seen = clock.GetTimestamp();
    private int _failures;

    /// <summary>What is left of the time that the draw may take; null where it may take any.</summary>
    public TimeSpan? Left => options.Deadline - clock.GetElapsedTime(_began);

    /// <summary>Notes a sign of life.</summary>
    public void Seen()
    {
        lock (_gate)
        {
            _failures = 0;
            _seen = clock.GetTimestamp();
        }
    }

    /// <summary>Notes a failure.</summary>
    /// <param name="silence">For how long there has been no sign of life.</param>
    /// <returns>Whether the server is to be given up.</returns>
    public bool IsLost(out TimeSpan silence)
    {
        lock (_gate)
        {
            silence = clock.GetElapsedTime(_seen);
            return ++_failures >= Failures && silence >= options.Patience;
        }
    }
}
