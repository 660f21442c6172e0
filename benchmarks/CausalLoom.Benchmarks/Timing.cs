namespace CausalLoom.Benchmarks;

/// <summary>Samples of CPU time of one repeated piece of work, in seconds.</summary>
internal sealed class Timing
{
    private readonly double[] _sorted;

    private Timing(double[] samples)
    {
        _sorted = samples;
        Array.Sort(_sorted);
    }

    /// <summary>The tenth percentile: what the work costs when little else disturbs the caches.</summary>
    public double P10 => _sorted[_sorted.Length / 10];

    /// <summary>The median.</summary>
    public double Median => _sorted[_sorted.Length / 2];

    /// <summary>The shortest sample.</summary>
    public double Best => _sorted[0];

    /// <summary>Warms up, then times each call (or each run of calls, divided).</summary>
    public static Timing Of(Action work, int warm, int samples, int callsPerSample = 1)
    {
        for (int i = 0; i < warm; i++)
        {
            work();
        }

        double[] times = new double[samples];
        for (int i = 0; i < samples; i++)
        {
            double start = ThreadClock.Seconds();
            for (int call = 0; call < callsPerSample; call++)
            {
                work();
            }

            times[i] = (ThreadClock.Seconds() - start) / callsPerSample;
        }

        return new Timing(times);
    }
}
