namespace CausalLoom.Numerics.Neural;

/// <summary>
/// A monotone rational-quadratic spline through knots (x_k, y_k) with slopes δ_k (Gregory and Delbourgo, IMA J. Numer. Anal. 2,
/// 1982; Durkan et al., "Neural spline flows", NeurIPS 2019, equations 4 to 8), in float64. Outside the knots it goes on
/// linearly with the slope of the last knot, so it maps the real line onto itself.
/// </summary>
/// <remarks>
/// With s = Δy/Δx of the bin, ξ = (x − x_k)/Δx and q = ξ(1 − ξ):
/// y = y_k + Δy (s ξ² + δ_k q)/(s + (δ_k + δ_{k+1} − 2s) q).
/// </remarks>
public sealed class RationalQuadraticSpline
{
    private readonly double[] _x;
    private readonly double[] _y;
    private readonly double[] _slopes;

    /// <summary>A spline through knots, kept by reference.</summary>
    /// <param name="x">Strictly ascending, at least two.</param>
    /// <param name="y">Strictly ascending, as many.</param>
    /// <param name="slopes">Positive, as many.</param>
    /// <exception cref="ArgumentException">The numbers do not fit.</exception>
    public RationalQuadraticSpline(double[] x, double[] y, double[] slopes)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(slopes);
        if (x.Length < 2 || y.Length != x.Length || slopes.Length != x.Length)
        {
            throw new ArgumentException($"A spline needs at least two knots; there are {x.Length}, {y.Length} and {slopes.Length} numbers.",
                nameof(x));
        }

        for (int k = 0; k < x.Length; k++)
        {
            if (!(slopes[k] > 0) || (k > 0 && !(x[k] > x[k - 1] && y[k] > y[k - 1])))
            {
                throw new ArgumentException($"Knot {k} of the spline does not rise.", nameof(x));
            }
        }

        _x = x;
        _y = y;
        _slopes = slopes;
    }

    /// <summary>A spline whose knots the caller goes on writing to, and vouches for.</summary>
    internal RationalQuadraticSpline(double[] x, double[] y, double[] slopes, bool unchecked_)
    {
        _ = unchecked_;
        _x = x;
        _y = y;
        _slopes = slopes;
    }

    /// <summary>The value at x and the log of the derivative there.</summary>
    public (double Value, double LogDerivative) Forward(double x)
    {
        int last = _x.Length - 1;
        if (x <= _x[0] || x >= _x[last] || double.IsNaN(x))
        {
            int end = x <= _x[0] ? 0 : last;
            return (_y[end] + ((x - _x[end]) * _slopes[end]), Math.Log(_slopes[end]));
        }

        int k = Bin(_x, x);
        double width = _x[k + 1] - _x[k], height = _y[k + 1] - _y[k];
        double xi = (x - _x[k]) / width, s = height / width, q = xi * (1 - xi);
        double denominator = s + ((_slopes[k] + _slopes[k + 1] - (2 * s)) * q);
        double value = _y[k] + (height * ((s * xi * xi) + (_slopes[k] * q)) / denominator);
        return (value, LogDerivative(k, xi, s, denominator));
    }

    /// <summary>The x whose value is y, and the log of the derivative of the inverse there (minus the forward one's).</summary>
    public (double Value, double LogDerivative) Inverse(double y)
    {
        int last = _y.Length - 1;
        if (y <= _y[0] || y >= _y[last] || double.IsNaN(y))
        {
            int end = y <= _y[0] ? 0 : last;
            return (_x[end] + ((y - _y[end]) / _slopes[end]), -Math.Log(_slopes[end]));
        }

        int k = Bin(_y, y);
        double width = _x[k + 1] - _x[k], height = _y[k + 1] - _y[k], s = height / width;
        double t = _slopes[k] + _slopes[k + 1] - (2 * s), rise = y - _y[k];

        // a ξ² + b ξ + c = 0, solved in the form that does not cancel.
        double a = (height * (s - _slopes[k])) + (rise * t), b = (height * _slopes[k]) - (rise * t), c = -s * rise;
        double xi = 2 * c / (-b - Math.Sqrt(Math.Max(0, (b * b) - (4 * a * c))));
        xi = Math.Clamp(xi, 0, 1);
        return (_x[k] + (xi * width), -LogDerivative(k, xi, s, s + (t * xi * (1 - xi))));
    }

    private double LogDerivative(int k, double xi, double s, double denominator)
    {
        double rest = 1 - xi;
        double slope = (_slopes[k + 1] * xi * xi) + (2 * s * xi * rest) + (_slopes[k] * rest * rest);
        return (2 * Math.Log(s)) + Math.Log(slope) - (2 * Math.Log(denominator));
    }

    /// <summary>The bin that holds a number strictly between the first and the last knot.</summary>
    private static int Bin(double[] knots, double value)
    {
        int low = 0, high = knots.Length - 1;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            (low, high) = knots[middle] <= value ? (middle, high) : (low, middle);
        }

        return low;
    }
}
