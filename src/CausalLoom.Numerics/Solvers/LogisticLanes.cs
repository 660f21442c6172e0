using System.Runtime.Intrinsics;

namespace CausalLoom.Numerics.Solvers;

/// <summary>
/// e^x and log(1 + e) on four lanes, from additions and multiplications alone: the runtime's own vector functions fuse them or not as the
/// compiler's tier has it, so that a process that has just begun would compute other bits than one that has run for a while.
/// </summary>
internal static class LogisticLanes
{
    // Below this e^x is as good as nothing beside 1, and above it its exponent is a normal one.
    private const double Least = -700;

    // 1.5 · 2^52: adding it rounds to a whole number, which the low bits then hold.
    private const double Rounder = 6755399441055744.0;

    // log 2 = High + Low; High has zeros enough at its end that n · High is exact.
    private const double High = 6.93147180369123816490e-01;
    private const double Low = 1.90821492927058770002e-10;

    // 1/k!, k = 13 … 0: the remainder is below 4e-18 on |r| ≤ log(2)/2.
    private static readonly double[] Factorials = [1 / 6227020800.0, 1 / 479001600.0, 1 / 39916800.0, 1 / 3628800.0, 1 / 362880.0,
        1 / 40320.0, 1 / 5040.0, 1 / 720.0, 1 / 120.0, 1 / 24.0, 1 / 6.0, 0.5, 1, 1];

    // 1/k, k = 33, 31, … 1.
    private static readonly double[] Odd = [.. Enumerable.Range(0, 17).Select(i => 1.0 / (33 - (2 * i)))];

    /// <summary>e^x for x ≤ 0; below −700 it stays at e^−700.</summary>
    internal static Vector256<double> Exp(Vector256<double> x)
    {
        x = Vector256.Max(x, Vector256.Create(Least));
        Vector256<double> shifted = (x * Vector256.Create(1.4426950408889634)) + Vector256.Create(Rounder),
            n = shifted - Vector256.Create(Rounder);
        Vector256<double> r = x - (n * Vector256.Create(High)) - (n * Vector256.Create(Low)), sum = Vector256.Create(Factorials[0]);
        for (int k = 1; k < Factorials.Length; k++)
        {
            sum = (sum * r) + Vector256.Create(Factorials[k]);
        }

        Vector256<long> power = (shifted.AsInt64() - Vector256.Create(Rounder).AsInt64() + Vector256.Create(1023L)) << 52;
        return sum * power.AsDouble();
    }

    /// <summary>log(1 + e) for 0 ≤ e ≤ 1, as 2 artanh(e/(2 + e)); the remainder of the series is below 2e-18 of it.</summary>
    internal static Vector256<double> LogOnePlus(Vector256<double> e)
    {
        Vector256<double> s = e / (Vector256.Create(2.0) + e), square = s * s, sum = Vector256.Create(Odd[0]);
        for (int k = 1; k < Odd.Length; k++)
        {
            sum = (sum * square) + Vector256.Create(Odd[k]);
        }

        return (s + s) * sum;
    }
}
