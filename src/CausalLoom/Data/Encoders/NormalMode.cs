namespace CausalLoom.Data.Encoders;

/// <summary>One mode of a column's mixture, in the column's units.</summary>
/// <param name="Weight">Its weight; the weights of a column sum to 1.</param>
/// <param name="Mean">Its mean m.</param>
/// <param name="Deviation">Its standard deviation s.</param>
public readonly record struct NormalMode(double Weight, double Mean, double Deviation)
{
    /// <summary>How far from 0 a coded value can be.</summary>
    public const double Bound = 0.99;

    /// <summary>
    /// (x − m)/(4s), clipped to ±<see cref="Bound"/> (Xu et al., "Modeling tabular data using conditional GAN", NeurIPS 2019, §4.2).
    /// </summary>
    public double Encode(double x) => Math.Clamp(((x / 4) - (Mean / 4)) / Deviation, -Bound, Bound);

    /// <summary>4sv + m, with v clipped to ±1.</summary>
    public double Decode(double v) => Mean + (Deviation * (4 * Math.Clamp(v, -1, 1)));

    /// <summary>ln of the weight times the normal density at x, up to a constant.</summary>
    internal double LogScore(double x)
    {
        double z = (x / Deviation) - (Mean / Deviation);
        return Math.Log(Weight / Deviation) - (0.5 * z * z);
    }
}
