namespace CausalLoom.Evaluation;

/// <summary>How a desideratum stands.</summary>
public enum VerdictLevel
{
    /// <summary>Met.</summary>
    Pass,

    /// <summary>Met with a reservation, or not decidable from these rows.</summary>
    Caution,

    /// <summary>Not met.</summary>
    Fail,
}
