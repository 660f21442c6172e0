using CausalLoom.Estimation.Conditional;

namespace CausalLoom.Evaluation.Outcome;

/// <summary>How U_PEHE and its companions are measured (docs/methods/outcome-metrics.md).</summary>
public sealed record OutcomeEvaluationOptions
{
    /// <summary>The networks of the four learners.</summary>
    public CateNetworkOptions Networks { get; init; } = new();

    /// <summary>Share of the real rows on which effects are compared; the real side trains on the others.</summary>
    public double TestShare { get; init; } = 0.2;

    /// <summary>
    /// Whether the test rows are the first of the file, as the paper's code has it, rather than random ones. A file is often
    /// sorted (IHDP's first fifth has 23 treated rows of 149), and the first rows then stand for themselves only.
    /// </summary>
    public bool FirstRowsAreTest { get; init; }

    /// <summary>How many times each floor is measured; their mean is reported. One measurement moves by a quarter.</summary>
    public int FloorReplicates { get; init; } = 3;

    /// <summary>
    /// Whether the bootstrap floor stands for an independent sample of the synthetic size. Real and synthetic side each have
    /// sampling noise, 1/n_real + 1/n_synthetic, and a bootstrap sample has only its own: it gets
    /// n_real·n_synthetic/(n_real + n_synthetic) rows to match, and copies of a row are never split between training and
    /// validation, where they reward overfitting. Otherwise it is as many rows as the synthetic side, split blindly.
    /// </summary>
    public bool MatchedBootstrap { get; init; } = true;

    /// <summary>The paper's code: its networks and its split.</summary>
    public static OutcomeEvaluationOptions SteamPaper { get; } = new()
        { Networks = CateNetworkOptions.SteamPaper, FirstRowsAreTest = true, FloorReplicates = 1, MatchedBootstrap = false };
}
