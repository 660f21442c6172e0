namespace CausalLoom.Studies.Evaluations;

/// <summary>How fits are measured.</summary>
public enum StudyEvaluationKind
{
    /// <summary>The checks of `causalloom sandbox`; of sandboxes.</summary>
    Verification,

    /// <summary>The CausalMix paper's evaluation; of sandboxes.</summary>
    CausalMix,

    /// <summary>The metrics of `causalloom evaluate`; of any fitted generator.</summary>
    Metrics,
}
