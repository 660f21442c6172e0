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
    private const double Unlikely = 4;

    /// <summary>The cross-fitted boosted propensity of each unit.</summary>
    public static double[] Classify(Table x, int[] arms, FitContext context) =>
        UnseenPropensity.OutOfFold(new BoostingPropensity(), x, new Arms(new TreatmentSpace("arm", ["0", "1"]), arms), Folds, context)[1];

    public static OverlapCheck Check(Request request, int[] arms, double[] classified, double realShare, VerificationOptions options,
        RandomStream stream)
    {
        double[] asked = request.LogOdds;
        bool[] treated = Array.ConvertAll(arms, t => t == 1);
        bool varies = asked.Max() - asked.Min() > 1e-9;
        (double slope, double error, double intercept) = varies ? Regress(asked, arms) : (double.NaN, double.NaN, double.NaN);
        double[] found = Array.ConvertAll(classified, p => LogisticRegression.Logit(Math.Clamp(p, 1e-4, 1 - 1e-4)));
        (double own, double low, double high) = varies ? Bootstrap(asked, found, stream) : (double.NaN, double.NaN, double.NaN);
        double area = AreaUnderCurve.Of(classified, treated), possible = AreaUnderCurve.Of(asked, treated);
        (double alpha, double alphaError) = Normalisation(request, arms);
        int[][] groups = Binning.Rows(asked, options.Bins);
        KnobBin[] bins = [.. groups.Select(rows => Bin(asked, arms, rows))];

        // A handful of treated has log odds far from normal, none has none: what chance would do there is judged by the count.
        bool binsHold = bins.Zip(groups).All(b => Math.Abs(b.First.Delivered - b.First.Asked) <= options.LogOdds + (
            options.Errors * b.First.StandardError) || Chance(asked, arms, b.Second) <= Unlikely);

        // Log odds that hardly differ have a slope that hardly matters: where as in the data is asked, both sides have learnt them anew.
        double centre = asked.Average(), spread = Math.Sqrt(asked.Average(a => (a - centre) * (a - centre))),
            margin = Math.Max(options.OverlapSlope, 0.5 * options.LogOdds / spread);
        bool slopeHolds = !varies || Math.Abs(slope - 1) <= margin + (options.Errors * error);
        bool nothingElse = area - possible <= options.Area + (options.Errors * AreaError(arms));

        // The request was normalised to the share as drawn, so only this sees a wrong one.
        KnobBin all = Bin(asked, arms, [.. Enumerable.Range(0, arms.Length)]);
        bool shareHolds = Math.Abs(all.Delivered - LogisticRegression.Logit(realShare)) <= options.LogOdds + (
            options.Errors * all.StandardError);
        bool passed = binsHold && slopeHolds && nothingElse && shareHolds;
        return new OverlapCheck(arms.Average(), realShare, slope, error, intercept, own, low, high, area, possible, alpha, alphaError,
            bins, passed);
    }

    private static KnobBin Bin(double[] asked, int[] arms, int[] rows)
    {
        // The log odds of the mean propensity, as the mean of log odds is another number.
        double target = LogisticRegression.Logit(rows.Average(i => LogisticRegression.Sigmoid(asked[i]))), treated = rows.Sum(i => arms[i]),
            control = rows.Length - treated;
        return new KnobBin(rows.Length, target, treated > 0 && control > 0 ? Math.Log(treated / control) : double.NaN,
            treated > 0 && control > 0 ? Math.Sqrt((1 / treated) + (1 / control)) : double.NaN);
    }

    // How far the number of treated is from what was asked, as a normal |z|.
    private static double Chance(double[] asked, int[] arms, int[] rows)
    {
        double off = 0, variance = 0, third = 0;
        foreach (int i in rows)
        {
            double e = LogisticRegression.Sigmoid(asked[i]), v = e * (1 - e);
            off += arms[i] - e;
            variance += v;
            third += v * (1 - (2 * e));
        }

        return SkewedTail.Normal(off / Math.Sqrt(variance), third / Math.Pow(variance, 1.5));
    }

    // T on the requested log odds by maximum likelihood; the error from the information.
    private static (double Slope, double Error, double Intercept) Regress(double[] asked, int[] arms)
    {
        // About their mean: log odds that hardly vary lose nothing to rounding then.
        double centre = asked.Average();
        double[] x = Array.ConvertAll(asked, a => a - centre);

        LogisticFit fit = LogisticRegression.Fit(new Matrix(x.Length, 1, x), arms, 1e-9);
        double s0 = 0, s1 = 0, s2 = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double p = LogisticRegression.Sigmoid(fit.Intercept + (fit.Coefficients[0] * x[i])), w = p * (1 - p);
            s0 += w;
            s1 += w * x[i];
            s2 += w * x[i] * x[i];
        }

        return (fit.Coefficients[0], Math.Sqrt(s0 / ((s0 * s2) - (s1 * s1))), fit.Intercept - (fit.Coefficients[0] * centre));
    }

    private static (double Slope, double Low, double High) Bootstrap(double[] asked, double[] found, RandomStream stream)
    {
        double[] slopes = new double[Resamples];
        for (int k = 0; k < Resamples; k++)
        {
            RandomStream own = stream.Child(k);
            slopes[k] = Slope(asked, found, () => own.NextInt(asked.Length));
        }

        // A resample may miss the few units in which the request is another: it has no slope.
        double[] sorted = [.. slopes.Where(double.IsFinite).Order()];
        int next = 0;
        double all = Slope(asked, found, () => next++);
        return sorted.Length == 0 ? (all, double.NaN, double.NaN)
            : (all, sorted[(int)(0.025 * sorted.Length)], sorted[Math.Max(0, (int)(0.975 * sorted.Length) - 1)]);
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
        double[] alpha =
            [.. Enumerable.Range(0, arms.Length).Where(i => arms[i] == 1).Select(i => share / (1 - share) * Math.Exp(-request.LogOdds[i]))];
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
