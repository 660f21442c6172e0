using CausalLoom.Mechanisms;
using System.ComponentModel.DataAnnotations;
using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Generators.Autoregressive.Argn;
using CausalLoom.Generators.CausalMix;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Sandbox.Expressions;
using CausalLoom.Sandbox.Penalty;
using CausalLoom.Sandbox.Scenarios;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox;

/// <summary>A sandbox as it is asked for in words: knobs as expressions, and the options of both modes.</summary>
public sealed record SandboxSynthesizer : ISynthesizer
{
    private static readonly string[] OfExact = ["generator", "outcome-noise", "outcome-range", "u-imbalance", "tilt", "proxies",
        "proxy-noise"];
    private static readonly string[] OfPenalty = ["preset", "prior", "reconstruction", "control", "pareto"];

    /// <summary>τ(x) as an expression; null: the scenario's.</summary>
    public string? Tau { get; init; }

    /// <summary>κ₀(x) as an expression; null: the scenario's, or 0.</summary>
    public string? Kappa0 { get; init; }

    /// <summary>κ₁(x) as an expression; null: the scenario's, or 0.</summary>
    public string? Kappa1 { get; init; }

    /// <summary>log α(x) as an expression; null: the scenario's, or treatment is assigned as in the real data.</summary>
    public string? LogAlpha { get; init; }

    /// <summary>A name of <see cref="SandboxScenarios"/>, whose knobs those above go before; or null.</summary>
    public string? Scenario { get; init; }

    /// <summary>How the request is met.</summary>
    public SandboxMode Mode { get; init; }

    /// <summary>In exact mode, the generator of the covariates.</summary>
    public ITabularGenerator Generator { get; init; } = new ArgnGenerator();

    /// <summary>In exact mode, what a numeric outcome is beyond its mean.</summary>
    public SandboxNoise OutcomeNoise { get; init; }

    /// <summary>In exact mode, what a numeric outcome keeps to.</summary>
    public SandboxRange OutcomeRange { get; init; }

    /// <summary>In exact mode, P(U = 1 | x, T = 1) − P(U = 1 | x, T = 0).</summary>
    [Range(0.0, 0.5, MinimumIsExclusive = true)]
    public double UImbalance { get; init; } = 0.5;

    /// <summary>In exact mode, how far τ yields to the real contrast.</summary>
    [Range(0.0, 1.0)]
    public double Tilt { get; init; }

    /// <summary>In exact mode, noisy copies of U among the covariates.</summary>
    [Range(0, 100)]
    public int Proxies { get; init; }

    /// <summary>Their standard deviation about U.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double ProxyNoise { get; init; } = 1;

    /// <summary>In penalty mode, the latent prior; null: as <see cref="Penalty"/> has it.</summary>
    public SandboxPrior? Prior { get; init; }

    /// <summary>How penalty mode reconstructs; null: as <see cref="Penalty"/> has it.</summary>
    public SandboxReconstruction? Reconstruction { get; init; }

    /// <summary>How penalty mode measures what is off, with weights by hand; null: as <see cref="Penalty"/> has it.</summary>
    public SandboxControl? Control { get; init; }

    /// <summary>All else of penalty mode.</summary>
    public PenaltyOptions Penalty { get; init; } = new();

    /// <summary>The order of the columns it writes, or null for covariates, treatment, outcome.</summary>
    public IReadOnlyList<string>? ColumnOrder { get; init; }

    /// <summary>Where the learners that knobs name are looked up.</summary>
    public Catalogues Catalogues { get; init; } = Catalogues.Default;

    /// <inheritdoc />
    public bool LearnsEffect => false;

    /// <inheritdoc />
    public string Method => ExactSandbox.Name;

    /// <inheritdoc />
    public bool ForTwoArms => true;

    /// <inheritdoc />
    public IReadOnlyList<(string Role, string Name)> Parts => Mode == SandboxMode.Penalty ? [("generator", "causalmix")]
        : [("generator", Generator.Name), ("outcome-noise", OutcomeNoise == SandboxNoise.None ? "none" : "residual")];

    /// <inheritdoc />
    public (string Beside, IReadOnlyList<string> Options) Idle => Mode == SandboxMode.Penalty ? ("mode penalty", OfExact)
        : ("mode exact", OfPenalty);

    /// <summary>The knobs as text: those given, then the scenario's.</summary>
    /// <exception cref="CausalLoomException">Nothing says what τ is to be, or there is no such scenario.</exception>
    public KnobTexts Texts
    {
        get
        {
            KnobTexts? shipped = Scenario is null ? null : SandboxScenarios.Find(Scenario).Knobs;
            return (Tau ?? shipped?.Tau) is { } effect
                ? new KnobTexts(effect, Kappa0 ?? shipped?.Kappa0 ?? "0", Kappa1 ?? shipped?.Kappa1 ?? "0", LogAlpha ?? shipped?.LogAlpha)
                : throw new CausalLoomException("Say what the effect is to be: ‹tau EXPR›, such as ‹tau '0.1 + 0.05 * "
                    + "tanh(scale(age))'›, or ‹scenario NAME›.");
        }
    }

    /// <summary>The options of penalty mode, with what is named beside them.</summary>
    public PenaltyOptions PenaltyOptions
    {
        get
        {
            CausalMixOptions covariates = Penalty.Covariates;
            covariates = Prior is { } prior ? covariates with
                { Prior = prior == SandboxPrior.Gmm ? CausalMixPriorKind.Mixture : CausalMixPriorKind.Gaussian } : covariates;
            covariates = Reconstruction is { } way ? covariates with { Reconstruction = way == SandboxReconstruction.Nll
                ? CausalMixReconstruction.Likelihood : CausalMixReconstruction.SquaredError } : covariates;
            PenaltyOptions options = Penalty with { Covariates = covariates };

            // Either way of measuring has weights set by hand: a constraint is a mean square whatever the name.
            return Control is { } control ? options with { Augmented = false,
                Control = control == SandboxControl.Huber ? PenaltyControl.Huber : PenaltyControl.MeanSquare } : options;
        }
    }

    /// <inheritdoc />
    /// <exception cref="CausalLoomException">A knob cannot be read; the message points at the character.</exception>
    public void Check()
    {
        KnobTexts texts = Texts;
        _ = texts.Parse();
        if (Mode == SandboxMode.Penalty && texts.LogAlpha is not null && Penalty is { OverlapWeight: 0, OverlapAugmented: false })
        {
            throw new CausalLoomException("‹log-alpha› has no meaning where no weight is put on overlap: as ‹preset credence› has no knob "
                + "for overlap, leave one of them out.");
        }
    }

    /// <inheritdoc />
    public ISynthesizer Writing(IReadOnlyList<string>? columns) => this with { ColumnOrder = columns };

    /// <summary>The knobs, with what they take from the real data (means for `scale`, fitted learners) worked out.</summary>
    /// <param name="real">The real data.</param>
    /// <param name="context">Where learners get their streams.</param>
    /// <exception cref="CausalLoomException">A column is absent, or a value is not finite.</exception>
    public SandboxKnobs Knobs(CausalData real, FitContext context) => Texts.Bind(real, context, Catalogues);

    /// <summary>The sandbox of exact mode.</summary>
    public ExactSandbox Exact(SandboxKnobs knobs) => new(
        knobs,
        new ExactOptions
        {
            Generator = Generator,
            Imbalance = UImbalance,
            Tilt = Tilt,
            Noise = OutcomeNoise == SandboxNoise.Residual,
            WithinRange = OutcomeRange == SandboxRange.Observed,
            Proxies = Proxies,
            ProxyNoise = ProxyNoise,
        },
        ColumnOrder);

    /// <summary>The sandbox of penalty mode.</summary>
    public PenaltySandbox Penalised(SandboxKnobs knobs) => new(knobs, PenaltyOptions, ColumnOrder);

    /// <summary>Works the knobs out, from a child of the context called "knobs", and fits the sandbox.</summary>
    /// <inheritdoc />
    public IFittedSynthesizer Fit(CausalData data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        TwoArms arms = TwoArms.Of(data, Magnitude.Sandbox);
        SandboxKnobs knobs = Knobs(data, context.Child("knobs"));
        return Mode == SandboxMode.Exact ? Exact(knobs).Plan(arms, context).Fit(context) : Penalised(knobs).Fit(arms, context);
    }
}
