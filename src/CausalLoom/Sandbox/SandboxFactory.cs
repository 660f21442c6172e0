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
    /// <returns>The request.</returns>
    public static SandboxRequest Check(SandboxRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        _ = Parse(request);
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
    /// <exception cref="CausalLoomException">A column is absent, or a value is not finite.</exception>
    public static SandboxKnobs Knobs(SandboxRequest request, CausalData real, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(context);
        (KnobExpression tau, KnobExpression kappa0, KnobExpression kappa1, KnobExpression? logAlpha) = Parse(request);
        return new SandboxKnobs(
            tau.Bind(real, context.Child(tau.Name)),
            kappa0.Bind(real, context.Child(kappa0.Name)),
            kappa1.Bind(real, context.Child(kappa1.Name)),
            logAlpha?.Bind(real, context.Child(logAlpha.Name)));
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

    private static (KnobExpression Tau, KnobExpression Kappa0, KnobExpression Kappa1, KnobExpression? LogAlpha) Parse(SandboxRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return (
            KnobExpression.Parse(request.Tau, "tau"),
            KnobExpression.Parse(request.Kappa0, "kappa0"),
            KnobExpression.Parse(request.Kappa1, "kappa1"),
            request.LogAlpha is { } text ? KnobExpression.Parse(text, "log-alpha") : null);
    }
}
