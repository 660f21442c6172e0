namespace CausalLoom.Numerics.Neural;

/// <summary>
/// The flow of one number given others: u = spline((z − m)/σ), u standard normal, with m, log σ and the spline's knots read
/// from a network's raw output. Buffers are reused: one object, one thread.
/// </summary>
public sealed class AffineSpline
{
    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);
    private readonly SplineShape _shape;
    private readonly double[] _x, _y, _slopes;
    private readonly RationalQuadraticSpline _spline;
    private double _location, _logScale, _scale = 1;

    /// <summary>The identity, of a shape.</summary>
    public AffineSpline(SplineShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        shape.Check();
        _shape = shape;
        _x = new double[shape.Bins + 1];
        _y = new double[shape.Bins + 1];
        _slopes = new double[shape.Bins + 1];
        _spline = new RationalQuadraticSpline(_x, _y, _slopes, true);
        Read(new float[shape.RawLength]);
    }

    /// <summary>Takes the raw numbers of a network (<see cref="SplineShape.RawLength"/> of them).</summary>
    public void Read(ReadOnlySpan<float> raw)
    {
        if (raw.Length != _shape.RawLength)
        {
            throw new ArgumentException($"This spline has {_shape.RawLength} raw numbers, not {raw.Length}.", nameof(raw));
        }

        int bins = _shape.Bins;
        _location = raw[0];
        _logScale = Math.Clamp(raw[1], -SplineShape.LargestLogScale, SplineShape.LargestLogScale);
        _scale = Math.Exp(_logScale);
        Knots(raw.Slice(2, bins), _shape.MinimumWidth, _x);
        Knots(raw.Slice(2 + bins, bins), _shape.MinimumHeight, _y);
        _slopes[0] = _slopes[bins] = 1;
        for (int k = 1; k < bins; k++)
        {
            _slopes[k] = _shape.MinimumDerivative + Softplus(raw[1 + (2 * bins) + k] + _shape.DerivativeOffset);
        }
    }

    /// <summary>The noise u of a value z, and log |du/dz|.</summary>
    public (double Noise, double LogDerivative) ToNoise(double z)
    {
        (double u, double slope) = _spline.Forward((z - _location) / _scale);
        return (u, slope - _logScale);
    }

    /// <summary>The value z of a noise u.</summary>
    public double FromNoise(double u) => _location + (_scale * _spline.Inverse(u).Value);

    /// <summary>log p(z) = log φ(u) + log |du/dz|.</summary>
    public double LogDensity(double z)
    {
        (double u, double slope) = ToNoise(z);
        return slope - (0.5 * u * u) - HalfLogTwoPi;
    }

    internal static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    private void Knots(ReadOnlySpan<float> raw, double minimum, double[] knots)
    {
        double largest = double.NegativeInfinity, total = 0, sum = 0;
        foreach (float r in raw)
        {
            largest = Math.Max(largest, r);
        }

        foreach (float r in raw)
        {
            total += Math.Exp(r - largest);
        }

        knots[0] = -_shape.Bound;
        for (int k = 0; k < raw.Length; k++)
        {
            sum += minimum + ((1 - (minimum * raw.Length)) * Math.Exp(raw[k] - largest) / total);
            knots[k + 1] = _shape.Bound * ((2 * sum) - 1);
        }

        knots[raw.Length] = _shape.Bound;
    }
}
