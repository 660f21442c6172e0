namespace CausalLoom.Generators.Diffusion;

/// <summary>
/// The cosine schedule (Nichol and Dhariwal, "Improved denoising diffusion probabilistic models", ICML 2021, eq. 17):
/// ā_t = f(t)/f(0), f(t) = cos²((t/T + .008)/1.008 · π/2), with each step's β_t = 1 − ā_t/ā_{t−1} at most .999.
/// A number at time t is √ā_t x_0 + √(1 − ā_t) ε; a level is x_0 with chance ā_t and otherwise redrawn uniformly.
/// </summary>
internal sealed class NoiseSchedule
{
    private const double Offset = 0.008, LargestStep = 0.999;

    private readonly double[] _kept;

    internal NoiseSchedule(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        Steps = steps;
        _kept = new double[steps + 1];
        _kept[0] = 1;
        for (int t = 1; t <= steps; t++)
        {
            _kept[t] = _kept[t - 1] * (1 - Math.Min(LargestStep, 1 - (Wave(t) / Wave(t - 1))));
        }

        double Wave(int t)
        {
            double c = Math.Cos((((double)t / steps) + Offset) / (1 + Offset) * Math.PI / 2);
            return c * c;
        }
    }

    /// <summary>T: times run from 1 to T, and time 0 is the data.</summary>
    internal int Steps { get; }

    /// <summary>ā_t.</summary>
    internal double Kept(int time) => _kept[time];

    /// <summary>ā_t/ā_s for s before t.</summary>
    internal double Kept(int earlier, int time) => _kept[time] / _kept[earlier];

    /// <summary>The times that a sampler of so many steps visits, ascending from 0 to T.</summary>
    internal int[] Grid(int samplingSteps)
    {
        int steps = Math.Clamp(samplingSteps, 1, Steps);
        int[] grid = new int[steps + 1];
        for (int k = 0; k <= steps; k++)
        {
            grid[k] = (int)((long)Steps * k / steps);
        }

        return grid;
    }
}
