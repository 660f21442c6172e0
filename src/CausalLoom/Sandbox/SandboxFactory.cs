using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Generators.CausalMix;
using CausalLoom.Io;
using CausalLoom.Sandbox.Comparison;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Sandbox.Expressions;
using CausalLoom.Sandbox.Penalty;
using CausalLoom.Sandbox.Scenarios;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox;

/// <summary>From what a user wrote to a sandbox.</summary>
public static class SandboxFactory
{
    private static readonly string[] Noises = ["residual", "none"];
    private static readonly string[] Ranges = ["none", "observed"];
    private static readonly string[] Modes = [SandboxRequest.Exact, SandboxRequest.Penalty];
    private static readonly string[] Priors = ["gmm", "gaussian"];
    private static readonly string[] Reconstructions = ["nll", "mse"];
    private static readonly string[] Controls = ["huber", "mse"];
    private static readonly string[] OfExact = ["generator", "outcome-noise", "outcome-range", "u-imbalance", "tilt", "proxies",
        "proxy-noise"];
    private static readonly string[] OfPenalty = ["preset", "prior", "reconstruction", "control", "pareto"];

    /// <summary>The mode that was asked for: where none is named, a preset is of penalty mode, and exact mode is the default.</summary>
    public static string ModeOf(string? mode, string? preset) => mode ?? (preset is null ? SandboxRequest.Exact : SandboxRequest.Penalty);

    /// <summary>What has a meaning in the other mode alone, by the names of the command line without dashes before them.</summary>
    /// <param name="mode">A mode; an unknown one is <see cref="Check"/>'s to refuse.</param>
    public static IReadOnlyList<string> Conflicts(string mode) =>
        mode switch { SandboxRequest.Penalty => OfExact, SandboxRequest.Exact => OfPenalty, _ => [] };

    /// <summary>
    /// The knobs of a shipped scenario and those given beside it, which go before; null where nothing says what τ is to be.
    /// </summary>
    /// <param name="scenario">A name of <see cref="SandboxScenarios"/>, or null.</param>
    /// <param name="tau">τ(x), or null.</param>
    /// <param name="kappa0">κ₀(x), or null.</param>
    /// <param name="kappa1">κ₁(x), or null.</param>
    /// <param name="logAlpha">log α(x), or null.</param>
    /// <exception cref="CausalLoomException">There is no such scenario.</exception>
    public static KnobTexts? Texts(string? scenario, string? tau, string? kappa0, string? kappa1, string? logAlpha)
    {
        KnobTexts? shipped = scenario is null ? null : SandboxScenarios.Find(scenario).Knobs;
        return (tau ?? shipped?.Tau) is { } effect
            ? new KnobTexts(effect, kappa0 ?? shipped?.Kappa0 ?? "0", kappa1 ?? shipped?.Kappa1 ?? "0", logAlpha ?? shipped?.LogAlpha)
            : null;
    }

    /// <summary>Reads the expressions and checks the names, before any data are read.</summary>
    /// <exception cref="CausalLoomException">Something cannot be read; the message points at the character.</exception>
    /// <param name="request">The request.</param>
    /// <param name="prefix">What stands before the knobs' names in errors, such as "--".</param>
    /// <returns>The request.</returns>
    public static SandboxRequest Check(SandboxRequest request, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(request);
        foreach ((string name, string? text) in new[]
            { ("tau", request.Tau), ("kappa0", request.Kappa0), ("kappa1", request.Kappa1), ("log-alpha", request.LogAlpha) })
        {
            _ = text is null ? null : KnobExpression.Parse(text, prefix + name);
        }

        Choice<ITabularGenerator> generator = Generator(request);
        Choice.Apply(request.Settings ?? [], request.Mode == SandboxRequest.Penalty ? [] : [generator]);
        Named("outcome noise", request.Noise, Noises);
        Named("outcome range", request.Range, Ranges);
        Named("mode", request.Mode, Modes);
        Named("preset", request.Preset, SandboxRequest.Presets);
        Named("prior", request.Prior, Priors);
        Named("reconstruction", request.Reconstruction, Reconstructions);
        Named("control", request.Control, Controls);

        return request is { Preset: SandboxRequest.Credence, LogAlpha: not null }
            ? throw new CausalLoomException($"{prefix}log-alpha has no meaning with preset {SandboxRequest.Credence}, which has no knob "
                + $"for overlap: leave one of them out.")
            : request;
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
        Choice<ITabularGenerator> generator = Generator(request);
        Choice.Apply(request.Settings ?? [], generator);
        return new ExactSandbox(
            knobs,
            new ExactOptions
            {
                Generator = generator.Create(),
                Imbalance = request.Imbalance,
                Tilt = request.Tilt,
                Noise = request.Noise == "residual",
                WithinRange = request.Range == "observed",
                Proxies = request.Proxies,
                ProxyNoise = request.ProxyNoise,
            },
            columnOrder);
    }

    /// <summary>The penalised sandbox of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="knobs">Its knobs.</param>
    /// <param name="columnOrder">The order of the columns it writes, or null.</param>
    public static PenaltySandbox CreatePenalty(SandboxRequest request, SandboxKnobs knobs, IReadOnlyList<string>? columnOrder = null) =>
        new(knobs, Penalty(request), columnOrder);

    /// <summary>The sandbox of a request in its mode, ready to fit.</summary>
    /// <param name="request">The request.</param>
    /// <param name="knobs">Its knobs.</param>
    /// <param name="columnOrder">The order of the columns it writes, or null.</param>
    public static ISynthesizer Synthesizer(SandboxRequest request, SandboxKnobs knobs, IReadOnlyList<string>? columnOrder = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Mode == SandboxRequest.Exact ? Create(request, knobs, columnOrder) : CreatePenalty(request, knobs, columnOrder);
    }

    /// <summary>The options of penalty mode: the preset's or the defaults, with what the request names beside them.</summary>
    public static PenaltyOptions Penalty(SandboxRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        PenaltyOptions options = request.Preset switch
        {
            SandboxRequest.CausalMixPaper => PenaltyOptions.Paper,
            SandboxRequest.Credence => ComparisonPresets.Credence,
            _ => new PenaltyOptions(),
        };
        CausalMixOptions covariates = options.Covariates;
        covariates = request.Prior is { } prior ? covariates with
            { Prior = prior == "gmm" ? CausalMixPriorKind.Mixture : CausalMixPriorKind.Gaussian } : covariates;
        covariates = request.Reconstruction is { } way ? covariates with
            { Reconstruction = way == "nll" ? CausalMixReconstruction.Likelihood : CausalMixReconstruction.SquaredError } : covariates;
        options = options with { Covariates = covariates };

        // Either way of measuring has weights set by hand: a constraint is a mean square whatever the name.
        return request.Control is { } control ? options with
            { Augmented = false, Control = control == "huber" ? PenaltyControl.Huber : PenaltyControl.MeanSquare } : options;
    }

    private static Choice<ITabularGenerator> Generator(SandboxRequest request) =>
        new(Catalogues.Default.Generators, "generator", request.Generator ?? SynthesizerFactory.Defaults.Generator!);

    private static void Named(string what, string? name, IReadOnlyList<string> names)
    {
        if (name is not null && !names.Contains(name))
        {
            throw new CausalLoomException($"There is no {what} '{name}' of a sandbox.{Suggestion.For(name, names)} There is: "
                + $"{string.Join(", ", names)}.");
        }
    }
}
