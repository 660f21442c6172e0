using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Treatment;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Sandbox.Verification;

/// <summary>Measures how treatment was assigned: directly against the request, and by a classifier that is told nothing of it.</summary>
internal static class OverlapVerifier
{
    private const int Folds = 5, Resamples = 200;

    /// <summary>The cross-fitted boosted propensity of each unit.</summary>
    public static double[] Classify(Table x, int[] arms, FitContext context) => UnseenPropensity.OutOfFold(new BoostingPropensity(), x, arms, Folds, context);

    public static OverlapCheck Check(Request request, int[] arms, double[] classified, double realShare, VerificationOptions options, RandomStream stream)
    {
        double[] asked = request.LogOdds;
        bool[] treated = Array.ConvertAll(arms, t => t == 1);
        bool varies = asked.Max() - asked.Min() > 1e-9;
        (double slope, double error, double intercept) = varies ? Regress(asked, arms) : (double.NaN, double.NaN, double.NaN);
        double[] found = Array.ConvertAll(classified, p => LogisticRegression.Logit(Math.Clamp(p, 1e-4, 1 - 1e-4)));
        (double own, double low, double high) = varies ? Bootstrap(asked, found, stream) : (double.NaN, double.NaN, double.NaN);
        double area = AreaUnderCurve.Of(classified, treated), possible = AreaUnderCurve.Of(asked, treated);
        (double alpha, double alphaError) = Normalisation(request, arms);
        KnobBin[] bins = [.. Binning.Rows(asked, options.Bins).Select(rows => Bin(asked, arms, rows))];
        bool binsHold = bins.All(b => !double.IsFinite(b.Delivered) || Math.Abs(b.Delivered - b.Asked) <= options.LogOdds + (options.Errors * b.StandardError));
        bool slopeHolds = !varies || Math.Abs(slope - 1) <= options.OverlapSlope + (options.Errors * error);
        bool nothingElse = area - possible <= options.Area + (options.Errors * AreaError(arms));
        return new OverlapCheck(arms.Average(), realShare, slope, error, intercept, own, low, high, area, possible, alpha, alphaError, bins, binsHold && slopeHolds && nothingElse);
    }

    private static KnobBin Bin(double[] asked, int[] arms, int[] rows)
    {
        // The log odds of the mean propensity, as the mean of log odds is another number.
        double target = LogisticRegression.Logit(rows.Average(i => LogisticRegression.Sigmoid(asked[i]))), treated = rows.Sum(i => arms[i]), control = rows.Length - treated;
        return new KnobBin(rows.Length, target, treated > 0 && control > 0 ? Math.Log(treated / control) : double.NaN, treated > 0 && control > 0 ? Math.Sqrt((1 / treated) + (1 / control)) : double.NaN);
    }

    // T on the requested log odds by maximum likelihood; the error from the information.
    private static (double Slope, double Error, double Intercept) Regress(double[] asked, int[] arms)
    {
        Matrix x = new(asked.Length, 1);
        for (int i = 0; i < asked.Length; i++)
        {
            x[i, 0] = (float)asked[i];
        }

        LogisticFit fit = LogisticRegression.Fit(x, arms, 1e-9);
        double s0 = 0, s1 = 0, s2 = 0;
        for (int i = 0; i < asked.Length; i++)
        {
            double p = LogisticRegression.Sigmoid(fit.Intercept + (fit.Coefficients[0] * asked[i])), w = p * (1 - p);
            s0 += w;
            s1 += w * asked[i];
            s2 += w * asked[i] * asked[i];
        }

        return (fit.Coefficients[0], Math.Sqrt(s0 / ((s0 * s2) - (s1 * s1))), fit.Intercept);
    }

    private static (double Slope, double Low, double High) Bootstrap(double[] asked, double[] found, RandomStream stream)
    {
        double[] slopes = new double[Resamples];
        for (int k = 0; k < Resamples; k++)
        {
            RandomStream own = stream.Child(k);
            slopes[k] = Slope(asked, found, () => own.NextInt(asked.Length));
        }

        Array.Sort(slopes);
        int next = 0;
        return (Slope(asked, found, () => next++), slopes[(int)(0.025 * Resamples)], slopes[(int)(0.975 * Resamples) - 1]);
    }

    private static double Slope(double[] x, double[] y, Func<int> row)
    {
        double sx = 0, sy = 0, sxx = 0, sxy = 0, n = x.Length;
        for (int k = 0; k < x.Length; k++)
        {
            int i = row();
            sx += x[i];
            sy += y[i];
            sxx += x[i] * x[i];
            sxy += x[i] * y[i];
        }

        return ((n * sxy) - (sx * sy)) / ((n * sxx) - (sx * sx));
    }

    // α = p(1 − e)/((1 − p) e) has mean 1 over the treated.
    private static (double Mean, double Error) Normalisation(Request request, int[] arms)
    {
        double share = arms.Average();
        double[] alpha = [.. Enumerable.Range(0, arms.Length).Where(i => arms[i] == 1).Select(i => share / (1 - share) * Math.Exp(-request.LogOdds[i]))];
        double mean = alpha.Average();
        return (mean, Math.Sqrt(alpha.Average(a => (a - mean) * (a - mean)) / alpha.Length));
    }

    // Of an area near ½, where it is largest.
    private static double AreaError(int[] arms)
    {
        double treated = arms.Sum(), control = arms.Length - treated;
        return Math.Sqrt((arms.Length + 1) / (12 * treated * control));
    }
}
