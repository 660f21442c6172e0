using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Sandbox.Expressions;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox;

/// <summary>From what a user wrote to a sandbox.</summary>
public static class SandboxFactory
{
    private static readonly string[] Noises = ["residual", "none"];

    /// <summary>Reads the expressions and checks the names, before any data are read.</summary>
    /// <exception cref="CausalLoomException">Something cannot be read; the message points at the character.</exception>
    /// <param name="request">The request.</param>
    /// <param name="prefix">What stands before the knobs' names in errors, such as "--".</param>
    /// <returns>The request.</returns>
    public static SandboxRequest Check(SandboxRequest request, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(request);
        foreach ((string name, string? text) in new[] { ("tau", request.Tau), ("kappa0", request.Kappa0), ("kappa1", request.Kappa1), ("log-alpha", request.LogAlpha) })
        {
            _ = text is null ? null : KnobExpression.Parse(text, prefix + name);
        }

        string generator = request.Generator ?? SynthesizerFactory.Defaults.Generator!;
        if (!GeneratorRegistry.Names.Contains(generator))
        {
            throw new CausalLoomException($"There is no generator '{generator}'.{Suggestion.For(generator, GeneratorRegistry.Names)} There are: {string.Join(", ", GeneratorRegistry.Names)}.");
        }

        if (!Noises.Contains(request.Noise))
        {
            throw new CausalLoomException($"There is no outcome noise '{request.Noise}' of a sandbox. There are: {string.Join(", ", Noises)}.");
        }

        if (request.Mode != SandboxRequest.Exact)
        {
            throw new CausalLoomException($"There is no mode '{request.Mode}'. There is: {SandboxRequest.Exact}.");
        }

        return request;
    }

    /// <summary>The knobs, with what they take from the real data (means for `scale`, fitted learners) worked out.</summary>
    /// <param name="request">The request.</param>
    /// <param name="real">The real data.</param>
    /// <param name="context">Where learners get their streams.</param>
    /// <param name="prefix">What stands before tau, kappa0, kappa1 and log-alpha in errors, such as "--".</param>
    /// <exception cref="CausalLoomException">A column is absent, or a value is not finite.</exception>
    public static SandboxKnobs Knobs(SandboxRequest request, CausalData real, FitContext context, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(request);
        return new KnobTexts(request.Tau, request.Kappa0, request.Kappa1, request.LogAlpha).Bind(real, context, prefix);
    }

    /// <summary>The exact sandbox of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="knobs">Its knobs.</param>
    /// <param name="columnOrder">The order of the columns it writes, or null.</param>
    public static ExactSandbox Create(SandboxRequest request, SandboxKnobs knobs, IReadOnlyList<string>? columnOrder = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new ExactSandbox(
            knobs,
            new ExactOptions
            {
                Generator = GeneratorRegistry.Create(request.Generator ?? SynthesizerFactory.Defaults.Generator!),
                Imbalance = request.Imbalance,
                Tilt = request.Tilt,
                Noise = request.Noise == "residual",
                Proxies = request.Proxies,
                ProxyNoise = request.ProxyNoise,
            },
            columnOrder);
    }
}
