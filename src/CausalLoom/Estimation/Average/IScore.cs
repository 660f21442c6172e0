namespace CausalLoom.Estimation.Average;

/// <summary>An estimator as a function of outcomes, levels and nuisances.</summary>
public interface IScore
{
    /// <summary>Whether it looks at outcome means. Every one takes propensities, if only for its standard error.</summary>
    bool NeedsMeans => true;

    /// <summary>Each level's mean over a population.</summary>
    /// <exception cref="CausalLoomException">The data cannot tell.</exception>
    LevelMeans Means(ScoreInput input, Population population);
}
