namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>
/// L = ½u² − log|du/dz| of one number under <see cref="AffineSpline"/>, and its derivatives with respect to the raw numbers.
/// Notation of <see cref="RationalQuadraticSpline"/>; a subscript means a partial derivative.
/// </summary>
internal ref struct SplineGradient
{
    private readonly SplineShape _shape;
    private readonly int _bins;
    private readonly double _offset;
    private readonly Span<double> _widths, _heights;

    public SplineGradient(SplineShape shape, Span<double> scratch)
    {
        _shape = shape;
        _bins = shape.Bins;
        _offset = shape.DerivativeOffset;
        _widths = scratch[.._bins];
        _heights = scratch.Slice(_bins, _bins);
    }

    public static int ScratchLength(SplineShape shape) => 2 * shape.Bins;

    /// <summary>The loss; <paramref name="gradient"/> becomes weight·∂L/∂raw.</summary>
    public readonly double Loss(ReadOnlySpan<float> raw, double z, double weight, Span<float> gradient)
    {
        gradient.Clear();
        double logScale = Math.Clamp(raw[1], -SplineShape.LargestLogScale, SplineShape.LargestLogScale);
        bool free = logScale == raw[1];
        double inverse = Math.Exp(-logScale), e = (z - raw[0]) * inverse;
        double loss = Math.Abs(e) >= _shape.Bound
            ? Tail(e, out double le)
            : Inside(raw, e, weight, gradient, out le);
        gradient[0] = (float)(weight * -le * inverse);
        gradient[1] = free ? (float)(weight * (1 - (le * e))) : 0;
        return loss + logScale;
    }

    private static double Tail(double e, out double le)
    {
        le = e;
        return 0.5 * e * e;
    }

    private readonly double Inside(ReadOnlySpan<float> raw, double e, double weight, Span<float> gradient, out double le)
    {
        Shares(raw.Slice(2, _bins), _widths);
        Shares(raw.Slice(2 + _bins, _bins), _heights);
        double box = 2 * _shape.Bound, w0 = _shape.MinimumWidth, h0 = _shape.MinimumHeight;
        double wf = box * (1 - (w0 * _bins)), hf = box * (1 - (h0 * _bins));
        int k = 0;
        double x = -_shape.Bound, y = -_shape.Bound, width = (box * w0) + (wf * _widths[0]);
        while (k < _bins - 1 && e >= x + width)
        {
            x += width;
            y += (box * h0) + (hf * _heights[k]);
            k++;
            width = (box * w0) + (wf * _widths[k]);
        }

        double height = (box * h0) + (hf * _heights[k]);
        double d0 = Slope(raw, k, out double d0Raw), d1 = Slope(raw, k + 1, out double d1Raw);
        BinGradient bin = BinGradient.At(e, x, y, width, height, d0, d1);
        le = bin.E;
        Set(gradient, k, weight * bin.D0 * d0Raw);
        Set(gradient, k + 1, weight * bin.D1 * d1Raw);
        Softmax(_widths, k, weight * wf * bin.X, weight * wf * bin.Width, gradient.Slice(2, _bins));
        Softmax(_heights, k, weight * hf * bin.Y, weight * hf * bin.Height, gradient.Slice(2 + _bins, _bins));
        return bin.Loss;
    }

    /// <summary>The slope of a knot and its derivative with respect to its raw number; 1 and 0 at the ends.</summary>
    private readonly double Slope(ReadOnlySpan<float> raw, int knot, out double derivative)
    {
        if (knot == 0 || knot == _bins)
        {
            derivative = 0;
            return 1;
        }

        double r = raw[1 + (2 * _bins) + knot] + _offset;
        derivative = 1 / (1 + Math.Exp(-r));
        return _shape.MinimumDerivative + AffineSpline.Softplus(r);
    }

    private readonly void Set(Span<float> gradient, int knot, double value)
    {
        if (knot > 0 && knot < _bins)
        {
            gradient[1 + (2 * _bins) + knot] = (float)value;
        }
    }

    private static void Shares(ReadOnlySpan<float> raw, Span<double> shares)
    {
        double largest = double.NegativeInfinity, total = 0;
        foreach (float r in raw)
        {
            largest = Math.Max(largest, r);
        }

        for (int i = 0; i < raw.Length; i++)
        {
            shares[i] = Math.Exp(raw[i] - largest);
            total += shares[i];
        }

        for (int i = 0; i < raw.Length; i++)
        {
            shares[i] /= total;
        }
    }

    /// <summary>
    /// Softmax's derivatives where shares before bin k have the derivative <paramref name="before"/>, share k has <paramref name="at"/> and
    /// those after 0.
    /// </summary>
    private static void Softmax(ReadOnlySpan<double> shares, int k, double before, double at, Span<float> gradient)
    {
        double mean = at * shares[k];
        for (int i = 0; i < k; i++)
        {
            mean += before * shares[i];
        }

        for (int i = 0; i < shares.Length; i++)
        {
            gradient[i] = (float)(shares[i] * ((i < k ? before : i == k ? at : 0) - mean));
        }
    }
}
