namespace CausalLoom.Numerics.Solvers;

/// <summary>The root of a continuous function that never falls.</summary>
public static class MonotoneRoot
{
    private const int MostDoublings = 60, MostSteps = 200;

    /// <summary>
    /// A point where |f| is at most the tolerance, by regula falsi with the Illinois rule from a bracket around 0; the best point seen
    /// where there is none.
    /// </summary>
    /// <param name="f">The function.</param>
    /// <param name="scale">How far the first step goes.</param>
    /// <param name="tolerance">When |f| counts as zero.</param>
    public static double Solve(Func<double, double> f, double scale, double tolerance)
    {
        ArgumentNullException.ThrowIfNull(f);
        double a = 0, fa = f(0);
        if (Math.Abs(fa) <= tolerance)
        {
            return 0;
        }

        double b = fa < 0 ? scale : -scale, fb = f(b);
        for (int k = 0; k < MostDoublings && Math.Abs(fb) > tolerance && fa < 0 == fb < 0; k++)
        {
            (a, fa) = (b, fb);
            b *= 2;
            fb = f(b);
        }

        return Math.Abs(fb) <= tolerance || fa < 0 == fb < 0 ? b : Between(f, a, fa, b, fb, tolerance);
    }

    private static double Between(Func<double, double> f, double a, double fa, double b, double fb, double tolerance)
    {
        double best = Math.Abs(fa) < Math.Abs(fb) ? a : b, least = Math.Min(Math.Abs(fa), Math.Abs(fb));
        for (int k = 0; k < MostSteps && a != b; k++)
        {
            double c = ((a * fb) - (b * fa)) / (fb - fa);
            c = c > Math.Min(a, b) && c < Math.Max(a, b) ? c : 0.5 * (a + b);
            double fc = f(c);
            if (Math.Abs(fc) < least)
            {
                (best, least) = (c, Math.Abs(fc));
            }

            if (least <= tolerance)
            {
                break;
            }

            // b holds the newest point; the end that stays twice running counts half.
            (a, fa) = fc < 0 == fb < 0 ? (a, fa / 2) : (b, fb);
            (b, fb) = (c, fc);
        }

        return best;
    }
}
