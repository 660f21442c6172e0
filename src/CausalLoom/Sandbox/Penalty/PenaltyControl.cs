namespace CausalLoom.Sandbox.Penalty;

/// <summary>How what a mean is off its request is penalised (`--control huber|mse`).</summary>
public enum PenaltyControl
{
    /// <summary>w·mean(d²) + (1 − w)·mean(SmoothL1(d)) + η·Var(d), the paper's composite.</summary>
    Huber,

    /// <summary>mean(d²).</summary>
    MeanSquare,
}
