namespace CausalLoom.Generators.Diffusion;

/// <summary>What a sampler asks: predictions for rows that are all at one time.</summary>
internal interface IDenoiser
{
    /// <summary>Predicts.</summary>
    /// <param name="noised">The rows at that time.</param>
    /// <param name="time">t, from 1.</param>
    /// <param name="numbers">[row × value]: filled with predictions of noise or velocity.</param>
    /// <param name="logits">[row × category]: filled with ln π up to a constant a block.</param>
    void Predict(DiffusionRows noised, int time, Span<float> numbers, Span<float> logits);
}
