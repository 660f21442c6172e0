using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Overlap.Agreement;

/// <summary>
/// Sums of every check as their number of standard errors, and how large the largest of them is when sides are drawn anew given the
/// covariates: chance by itself, also with few rows or heavy tails, and with all that checks have in common.
/// </summary>
internal sealed class SideDraws
{
    private const int Draws = 999;
    private readonly double[] _largest;

    private SideDraws(double[][] z, double[] largest) => (Z, _largest) = (z, largest);

    /// <summary>The checks of each arm that has any, then those of all such arms together where there are several; [arms (+ 1)][checks].
    /// </summary>
    public double[][] Z { get; }

    /// <summary>The size that the largest of all reaches in a share <see cref="DonorAgreement.Level"/> of draws.</summary>
    public double Critical => _largest[Math.Max(0, (int)Math.Ceiling((1 - DonorAgreement.Level) * (Draws + 1)) - 1)];

    /// <summary>The share of draws, the data's own among them, whose largest is at least so large.</summary>
    public double P(double z)
    {
        int below = Array.BinarySearch(_largest, Math.Abs(z));
        below = below < 0 ? ~below : below;
        while (below > 0 && _largest[below - 1] >= Math.Abs(z))
        {
            below--;
        }

        return (1.0 + Draws - below) / (Draws + 1);
    }

    public static SideDraws Of(ArmChecks[] arms, RandomStream stream)
    {
        double[][] z = Standardised([.. arms.Select(a => Sums(a.Products, a.SideResidual))]);
        double[] largest = new double[Draws];
        for (int b = 0; b < Draws; b++)
        {
            RandomStream draw = stream.Child(b);
            largest[b] = Standardised([.. arms.Select(a =>
                Sums(a.Products, Array.ConvertAll(a.Share, p => (draw.NextBernoulli(p) ? 1 : 0) - p)))]).Max(of => of.Max(Math.Abs));
        }

        Array.Sort(largest);
        return new SideDraws(z, largest);
    }

    /// <summary>Sums of products with the side's residuals, and of their squares.</summary>
    private static (double[] Sum, double[] Squares) Sums(Matrix products, double[] side)
    {
        double[] sum = new double[products.Columns], squares = new double[products.Columns];
        for (int i = 0; i < side.Length; i++)
        {
            ReadOnlySpan<double> row = products.Row(i);
            for (int k = 0; k < row.Length; k++)
            {
                double product = row[k] * side[i];
                sum[k] += product;
                squares[k] += product * product;
            }
        }

        return (sum, squares);
    }

    private static double[][] Standardised((double[] Sum, double[] Squares)[] arms)
    {
        List<double[]> all = [.. arms.Select(a => (double[])[.. a.Sum.Select((s, k) => Ratio(s, a.Squares[k]))])];
        if (arms.Length > 1)
        {
            all.Add([.. Enumerable.Range(0, arms[0].Sum.Length).Select(k => Ratio(arms.Sum(a => a.Sum[k]), arms.Sum(a => a.Squares[k])))]);
        }

        return [.. all];
    }

    /// <summary>A sum over the root of its squares; 0 where nothing varies.</summary>
    public static double Ratio(double sum, double squares) => squares > 1e-24 ? sum / Math.Sqrt(squares) : 0;
}
