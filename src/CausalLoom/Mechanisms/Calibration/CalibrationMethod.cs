namespace CausalLoom.Mechanisms.Calibration;

/// <summary>How scores are made into probabilities that hold.</summary>
public enum CalibrationMethod
{
    /// <summary>Left as they are.</summary>
    None,

    /// <summary>A logistic regression on the logit (Platt 1999), which keeps the order and needs few rows.</summary>
    Platt,

    /// <summary>A non-decreasing step function (Zadrozny and Elkan 2002), which needs a thousand rows or so.</summary>
    Isotonic,
}
