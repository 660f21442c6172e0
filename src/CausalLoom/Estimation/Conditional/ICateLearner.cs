namespace CausalLoom.Estimation.Conditional;

/// <summary>A way to learn the effect function τ(x) = E[Y(1) − Y(0) | X = x].</summary>
public interface ICateLearner
{
    /// <summary>A short name, such as "dr".</summary>
    string Name { get; }

    /// <summary>Learns τ. The result depends on the sample and the context's stream alone, not on threads.</summary>
    ICateModel Fit(CateSample sample, FitContext context);
}
