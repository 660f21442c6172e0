namespace CausalLoom.Sandbox.PaperEvaluation;

/// <summary>Which definition a figure has.</summary>
public enum PaperForm
{
    /// <summary>The paper's code has it so, and it is sound.</summary>
    Same,

    /// <summary>Ours, where that of the paper's code misleads.</summary>
    Sound,

    /// <summary>
    /// As the paper's code has it, to compare with the paper's numbers; misleads in a way that docs/methods/sandbox-metrics.md states.
    /// </summary>
    AsCoded,
}
