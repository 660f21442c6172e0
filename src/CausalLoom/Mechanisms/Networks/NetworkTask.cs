namespace CausalLoom.Mechanisms.Networks;

/// <summary>What a network's head and loss are.</summary>
public enum NetworkTask
{
    /// <summary>One identity output, squared error.</summary>
    Regression,

    /// <summary>One sigmoid output, binary cross-entropy; targets in [0, 1].</summary>
    Probability,

    /// <summary>
    /// Two softmax outputs, negative log-likelihood: CATENets' propensity network; targets 0 or 1, the prediction is P(1).
    /// </summary>
    Softmax,
}
