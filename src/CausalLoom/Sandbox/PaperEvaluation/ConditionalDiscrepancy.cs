using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Covariates;
using CausalLoom.Evaluation.Support;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Sandbox.PaperEvaluation;

/// <summary>
/// MMD² within arms, weighted by the real shares, kernel <see cref="MixedRows.Kernel"/>, as the unbiased statistic, which may be negative.
/// Sound: the real rows' scale and bandwidth for both sides; its size is told by the standard deviation over random halves of the real
/// rows,
/// where the truth is 0. As coded: each side on a scale of its own, a bandwidth an arm, over the value of one split, which may be near 0.
/// </summary>
internal sealed class ConditionalDiscrepancy
{
    private const int FewestRows = 3;

    private readonly Table _real;
    private readonly int[] _arms;
    private readonly double[] _shares;
    private readonly MixedRows _rows;
    private readonly double _gamma;
    private readonly double _spread;
    private readonly double _oneSplit;
    private readonly double[] _within;

    /// <summary>Measures the real side.</summary>
    /// <param name="real">Covariates and outcome of at most as many rows as a kernel may have.</param>
    /// <param name="arms">Their arms.</param>
    /// <param name="splits">How many random halves.</param>
    /// <param name="context">The context.</param>
    public ConditionalDiscrepancy(Table real, int[] arms, int splits, FitContext context)
    {
        (_real, _arms, _rows) = (real, arms, MixedRows.Of(real, real));
        _shares = [.. new[] { 0, 1 }.Select(arm => arms.Count(t => t == arm) / (double)arms.Length)];
        _gamma = Gamma(_rows.Numbers, context.Stream.Child("bandwidth"));
        double[][,] kernels = [.. new[] { 0, 1 }.Select(arm => Square(_rows.Take(Of(_arms, arm))))];
        _within = [.. kernels.Select(Mean)];
        double[] halves = [.. Enumerable.Range(0, splits).Select(k => OfHalves(kernels, context.Stream.Child("splits").Child(k)))];
        _spread = SampleStatistics.Sd(halves);
        _oneSplit = CodedSplit(context.Stream.Child("coded split"));
    }

    /// <summary>All four figures for rows in the real table's columns.</summary>
    public IEnumerable<(string Key, double Value)> Measure(Table synthetic, int[] arms, RandomStream stream)
    {
        MixedRows other = MixedRows.Of(synthetic, _real);
        double sound = Weighted(arm => OfArm(_rows.Take(Of(_arms, arm)), other.Take(Of(arms, arm)), _gamma, _within[arm]));
        double coded = Coded(_real, _arms, synthetic, arms, stream);
        yield return ("mmd", sound);
        yield return ("mmd_ratio", _spread > 0 ? sound / _spread : double.NaN);
        yield return ("mmd_as_coded", coded);
        yield return ("mmd_ratio_as_coded", coded / _oneSplit);
    }

    /// <summary>The unbiased MMD² of two sets of rows; NaN where one has fewer than three.</summary>
    public static double Between(MixedRows a, MixedRows b, double gamma) => OfArm(a, b, gamma, a.Rows < FewestRows ? 0 : Within(a, gamma));

    private static double OfArm(MixedRows a, MixedRows b, double gamma, double withinA)
    {
        if (a.Rows < FewestRows || b.Rows < FewestRows)
        {
            return double.NaN;
        }

        double cross = 0;
        for (int i = 0; i < a.Rows; i++)
        {
            double row = 0;
            for (int j = 0; j < b.Rows; j++)
            {
                row += a.Kernel(i, b, j, gamma);
            }

            cross += row / b.Rows;
        }

        return withinA + Within(b, gamma) - (2 * cross / a.Rows);
    }

    private static double Within(MixedRows a, double gamma)
    {
        double sum = 0;
        for (int i = 1; i < a.Rows; i++)
        {
            for (int j = 0; j < i; j++)
            {
                sum += a.Kernel(i, a, j, gamma);
            }
        }

        return 2 * sum / (a.Rows * (a.Rows - 1.0));
    }

    private double[,] Square(MixedRows rows)
    {
        double[,] kernel = new double[rows.Rows, rows.Rows];
        for (int i = 1; i < rows.Rows; i++)
        {
            for (int j = 0; j < i; j++)
            {
                kernel[i, j] = kernel[j, i] = rows.Kernel(i, rows, j, _gamma);
            }
        }

        return kernel;
    }

    // Off the diagonal, which is left at 0.
    private static double Mean(double[,] kernel)
    {
        double n = kernel.GetLength(0), sum = 0;
        foreach (double k in kernel)
        {
            sum += k;
        }

        return n < FewestRows ? 0 : sum / (n * (n - 1));
    }

    private double OfHalves(double[][,] kernels, RandomStream stream) => Weighted(arm =>
    {
        double[,] kernel = kernels[arm];
        int n = kernel.GetLength(0), half = n / 2;
        if (half < FewestRows)
        {
            return double.NaN;
        }

        int[] order = stream.Child(arm).Permutation(n);
        double left = 0, right = 0, cross = 0;
        for (int i = 1; i < 2 * half; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double k = kernel[order[i], order[j]];
                (left, right, cross) = i < half ? (left + k, right, cross) : j >= half ? (left, right + k, cross)
                    : (left, right, cross + k);
            }
        }

        return (2 * (left + right) / (half * (half - 1.0))) - (2 * cross / ((double)half * half));
    });

    private double CodedSplit(RandomStream stream)
    {
        (List<int> a, List<int> b) = ([], []);
        foreach (int arm in new[] { 0, 1 })
        {
            int[] rows = Of(_arms, arm), order = stream.Child(arm).Permutation(rows.Length);
            a.AddRange(order[..(rows.Length / 2)].Select(i => rows[i]));
            b.AddRange(order[(rows.Length / 2)..].Select(i => rows[i]));
        }

        return Coded(_real.Take([.. a]), [.. a.Select(i => _arms[i])], _real.Take([.. b]), [.. b.Select(i => _arms[i])],
            stream.Child("bandwidth"));
    }

    private double Coded(Table left, int[] leftArms, Table right, int[] rightArms, RandomStream stream)
    {
        MixedRows a = MixedRows.Of(left, left), b = MixedRows.Of(right, right);
        return Weighted(arm =>
        {
            MixedRows own = a.Take(Of(leftArms, arm)), other = b.Take(Of(rightArms, arm));
            return own.Rows < FewestRows || other.Rows < FewestRows ? double.NaN
                : Between(own, other, Gamma(Stacked(own.Numbers, other.Numbers), stream.Child(arm)));
        });
    }

    private double Weighted(Func<int, double> ofArm) => (_shares[0] * ofArm(0)) + (_shares[1] * ofArm(1));

    private static double Gamma(Matrix numbers, RandomStream stream) =>
        numbers.Columns == 0 ? 1 : MeanDiscrepancy.MedianHeuristic(numbers, stream);

    private static Matrix Stacked(Matrix above, Matrix below) =>
        new(above.Rows + below.Rows, above.Columns, [.. above.Data, .. below.Data]);

    private static int[] Of(int[] arms, int arm) => [.. Enumerable.Range(0, arms.Length).Where(i => arms[i] == arm)];
}
