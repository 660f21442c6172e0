using CausalLoom.Data;

namespace CausalLoom.Generators.CausalMix;

/// <summary>
/// The covariate model of CausalMix (arXiv 2603.03587): a variational auto-encoder with a head for every type (Gaussian with a learned
/// variance, Bernoulli, softmax) and a Bayesian Gaussian mixture as prior, fitted to the encoder's means after training. With an arm it
/// is the paper's p(X | T), which `--mode penalty` of the sandbox uses.
/// </summary>
/// <param name="Options">The settings.</param>
public sealed record CausalMixGenerator(CausalMixOptions Options) : ITabularGenerator
{
    /// <summary>A generator with the default settings.</summary>
    public CausalMixGenerator()
        : this(new CausalMixOptions())
    {
    }

    /// <inheritdoc />
    public string Name => CausalMixState.Kind;

    /// <inheritdoc />
    public ITabularModel Fit(Table table, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(context);
        GeneratorInput.Check(table, Name);
        return CausalMixFit.Fit(table, null, null, Options, context).Model;
    }
}
