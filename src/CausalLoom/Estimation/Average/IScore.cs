namespace CausalLoom.Estimation.Average;

/// <summary>An estimator as a function of outcomes, levels and nuisances.</summary>
public interface IScore
{
    /// <summary>Whether it looks at outcome means. Every one takes propensities, if only for its standard error.</summary>
    bool NeedsMeans => true;

    /// <summary>What a reader of its estimates must know; null: nothing.</summary>
    string? Caution => null;

    /// <summary>
    /// The level means among the original rows with the help of added ones (docs/methods/overlap.md); null: it has no such form.
    /// </summary>
    /// <param name="all">Original rows, then added ones, with ê as propensity and ρ̂ as sampling weights.</param>
    /// <param name="original">n.</param>
    /// <param name="membership">ρ̂ of each row, [n + m].</param>
    LevelMeans? Transported(ScoreInput all, int original, double[] membership) => null;

    /// <summary>Each level's mean over a population.</summary>
    /// <exception cref="CausalLoomException">The data cannot tell.</exception>
    LevelMeans Means(ScoreInput input, Population population);
}
