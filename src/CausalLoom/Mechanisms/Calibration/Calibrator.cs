using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Mechanisms.Calibration;

/// <summary>
/// A monotone map from logits to calibrated probabilities, fitted to out-of-fold logits: in-sample logits would hide the
/// very overconfidence that is to be mended.
/// </summary>
public sealed class Calibrator
{
    internal const string Kind = "calibrator";
    private readonly double _intercept;
    private readonly double _slope;
    private readonly IsotonicRegression? _steps;

    private Calibrator(CalibrationMethod method, double intercept, double slope, IsotonicRegression? steps)
    {
        (Method, _intercept, _slope, _steps) = (method, intercept, slope, steps);
    }

    /// <summary>How it calibrates.</summary>
    public CalibrationMethod Method { get; }

    /// <summary>Fits to logits of rows that the scoring model has not seen.</summary>
    /// <param name="method">How.</param>
    /// <param name="logits">Out-of-fold logits, [n].</param>
    /// <param name="labels">0/1, [n], both present.</param>
    /// <param name="weights">Weights > 0, [n]; empty means 1.</param>
    public static Calibrator Fit(CalibrationMethod method, ReadOnlySpan<double> logits, ReadOnlySpan<int> labels,
        ReadOnlySpan<double> weights = default)
    {
        if (logits.Length != labels.Length)
        {
            throw new ArgumentException($"There are {logits.Length} logits and {labels.Length} labels.", nameof(labels));
        }

        return method switch
        {
            CalibrationMethod.Platt => FitPlatt(logits, labels, weights),
            CalibrationMethod.Isotonic => FitIsotonic(logits, labels, weights),
            _ => new Calibrator(CalibrationMethod.None, 0, 1, null),
        };
    }

    /// <summary>The calibrated probability of a logit.</summary>
    public double Apply(double logit) => _steps is not null ? _steps.At(logit) : LogisticRegression.Sigmoid(_intercept + (_slope * logit));

    /// <summary>The calibrated probabilities of logits.</summary>
    public double[] Apply(double[] logits) => Array.ConvertAll(logits, Apply);

    internal ModelState Save()
    {
        ModelState state = new(Kind);
        state.Settings["method"] = (int)Method;
        StateReader.Put(state, "line", [_intercept, _slope]);
        if (_steps is not null)
        {
            StateReader.Put(state, "x", _steps.X);
            StateReader.Put(state, "y", _steps.Y);
        }

        return state;
    }

    internal static Calibrator Load(ModelState state)
    {
        CalibrationMethod method = (CalibrationMethod)StateReader.Integer(StateReader.Expect(state, Kind), "method", 0, 2);
        double[] line = state.Doubles("line", 2);
        try
        {
            IsotonicRegression? steps = method == CalibrationMethod.Isotonic
                ? IsotonicRegression.FromKnots(StateReader.Vector(state, "x"), StateReader.Vector(state, "y"))
                : null;
            return new Calibrator(method, line[0], line[1], steps);
        }
        catch (ArgumentException)
        {
            throw StateReader.Damaged("x");
        }
    }

    // Platt's targets (n₊ + 1)/(n₊ + 2) and 1/(n₋ + 2) keep a perfect separation from infinite slopes. The slope is not
    // allowed to turn the order round: then nothing was learnt, and the share of events is all there is to say.
    private static Calibrator FitPlatt(ReadOnlySpan<double> logits, ReadOnlySpan<int> labels, ReadOnlySpan<double> weights)
    {
        double events = 0, total = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            double w = weights.IsEmpty ? 1 : weights[i];
            events += w * labels[i];
            total += w;
        }

        double high = (events + 1.0) / (events + 2.0), low = 1.0 / (total - events + 2.0);
        double[] targets = new double[labels.Length];
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = labels[i] == 1 ? high : low;
        }

        LogisticFit fit = LogisticRegression.Fit(new Matrix(logits.Length, 1, logits.ToArray()), targets, 1e-6, weights);
        double share = LogisticRegression.Logit(RowWeights.Mean(targets, weights.IsEmpty ? null : weights.ToArray()));
        return fit.Coefficients[0] > 0
            ? new Calibrator(CalibrationMethod.Platt, fit.Intercept, fit.Coefficients[0], null)
            : new Calibrator(CalibrationMethod.Platt, share, 0, null);
    }

    private static Calibrator FitIsotonic(ReadOnlySpan<double> logits, ReadOnlySpan<int> labels, ReadOnlySpan<double> weights)
    {
        double[] targets = new double[labels.Length];
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = labels[i];
        }

        return new Calibrator(CalibrationMethod.Isotonic, 0, 1, IsotonicRegression.Fit(logits, targets, weights));
    }
}
