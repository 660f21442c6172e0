using System.CommandLine;
using CausalLoom.Catalogue;
using CausalLoom.Generators;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Expressions;
using CausalLoom.Sandbox.Scenarios;

namespace CausalLoom.Cli.CommandLine;

/// <summary>The flags that say what a sandbox is to be.</summary>
public sealed class SandboxOptions
{
    private readonly Option<string?> _tau = new("--tau")
        { Description = "The effect τ(x) = E[Y(1) − Y(0) | x], in units of the outcome.", HelpName = "EXPR" };
    private readonly Option<string?> _kappa0 = new("--kappa0")
        { Description = "Unmeasured confounding κ₀(x) = E[Y(0) | x, T = 1] − E[Y(0) | x, T = 0] (default: 0).", HelpName = "EXPR" };
    private readonly Option<string?> _kappa1 = new("--kappa1")
        { Description = "Unmeasured confounding κ₁(x) = E[Y(1) | x, T = 1] − E[Y(1) | x, T = 0] (default: 0).", HelpName = "EXPR" };
    private readonly Option<string?> _logAlpha = new("--log-alpha") { Description = "Overlap log α(x) = log p(x | T = 0)/p(x | T = 1) up "
        + "to a constant (default: treatment is assigned as in the data).", HelpName = "EXPR" };
    private readonly Option<string?> _scenario = new("--scenario") { Description = $"The knobs of a shipped scenario "
        + $"(docs/sandbox-knobs.md); a knob given beside it goes before: {string.Join(", ", SandboxScenarios.Names)}.", HelpName = "NAME" };
    private readonly Option<string?> _mode = new("--mode")
        { Description = "exact (default: met by construction) or penalty (the paper's conditional autoencoder).", HelpName = "MODE" };
    private readonly Option<string?> _range = new("--outcome-range") { Description = "none (default: a numeric outcome may be drawn beyond "
        + "the real ones) or observed (kept within them; means stay exact).", HelpName = "R" };
    private readonly Option<double> _imbalance = new("--u-imbalance") { Description = "P(U = 1 | x, T = 1) − P(U = 1 | x, T = 0), above 0 "
        + "and at most .5: the larger, the weaker U need be for the outcome.", HelpName = "D", DefaultValueFactory = _ => 0.5 };
    private readonly Option<double> _tilt = new("--tilt") { Description =
        "0 (default) meets τ; 1 leaves the arms' real contrast as it is; between them the exact trade-off.", HelpName = "L" };
    private readonly Option<int> _proxies = new("--proxies")
        { Description = "How many noisy copies of U are among the covariates, u_proxy1, u_proxy2, …", HelpName = "K" };
    private readonly Option<double> _proxyNoise = new("--proxy-noise")
        { Description = "Their standard deviation about U.", HelpName = "SD", DefaultValueFactory = _ => 1 };

    private readonly Option<string?> _prior = new("--prior")
        { Description = "For penalty: gmm (a Bayesian Gaussian mixture an arm) or gaussian.", HelpName = "P" };
    private readonly Option<string?> _reconstruction = new("--reconstruction") { Description = "For penalty: nll or mse.", HelpName = "R" };
    private readonly Option<string?> _control = new("--control") { Description =
        "For penalty: huber or mse with weights set by hand (default: constraints, whose weights are found).", HelpName = "C" };
    private readonly Option<bool> _pareto = new("--pareto")
        { Description = "For penalty: also trains under rising weights and reports the front of fidelity against control." };

    private readonly Option<string?> _generator, _noise, _preset;

    /// <summary>Adds the flags to a verb of its own.</summary>
    public SandboxOptions(Command command)
        : this(
            command,
            new("--generator")
                { Description = $"The generator of the covariates: {string.Join(", ", Catalogues.Default.Generators.Names)}.",
                    HelpName = "G" },
            new("--outcome-noise") { Description = "residual (default: the real noise of a numeric outcome) or none.", HelpName = "N" },
            new("--preset") { Description = "Penalty mode with every choice as another's: causalmix-paper (the paper's code) or credence "
                + "(no knob for overlap).", HelpName = "PRESET" })
    {
        ArgumentNullException.ThrowIfNull(command);
        foreach (Option option in new[] { _generator, _noise, _preset, (Option)_pareto })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Adds the flags to a verb that has a generator, an outcome noise and presets already, and fits other methods too.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="generator">Its flag for a generator.</param>
    /// <param name="noise">Its flag for what outcomes are beyond their means.</param>
    /// <param name="preset">Its flag for presets.</param>
    public SandboxOptions(Command command, Option<string?> generator, Option<string?> noise, Option<string?> preset)
    {
        ArgumentNullException.ThrowIfNull(command);
        (_generator, _noise, _preset) = (generator, noise, preset);
        foreach (Option option in Own)
        {
            command.Options.Add(option);
        }
    }

    // What no other method has a meaning for.
    private Option[] Own => [_tau, _kappa0, _kappa1, _logAlpha, _scenario, _mode, _range, _imbalance, _tilt, _proxies, _proxyNoise, _prior,
        _reconstruction, _control];

    /// <summary>Whether the front of fidelity against control is asked for.</summary>
    public bool Pareto(ParseResult parsed) => parsed.GetValue(_pareto);

    /// <summary>Refuses these flags with another method.</summary>
    /// <exception cref="CausalLoomException">One is given.</exception>
    public void Refuse(ParseResult parsed, string method)
    {
        if (Array.Find(Own, option => parsed.GetResult(option) is { Implicit: false }) is { } stray)
        {
            throw new CausalLoomException($"{stray.Name} has no meaning with --method {method}: leave it out, or add --method sandbox.");
        }
    }

    /// <summary>What was asked for, checked.</summary>
    /// <exception cref="CausalLoomException">Nothing says what τ is to be, or something cannot be read.</exception>
    /// <param name="parsed">The command line.</param>
    /// <param name="settings">Options of the generator that were set by name.</param>
    public SandboxRequest Request(ParseResult parsed, IReadOnlyList<OptionSetting>? settings = null)
    {
        string mode = SandboxFactory.ModeOf(parsed.GetValue(_mode), parsed.GetValue(_preset));
        if (SandboxFactory.Conflicts(mode).Select(Named).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is
            { } stray)
        {
            throw new CausalLoomException($"{stray.Name} has no meaning with --mode {mode}: leave it out.");
        }

        KnobTexts knobs = SandboxFactory.Texts(parsed.GetValue(_scenario), parsed.GetValue(_tau), parsed.GetValue(_kappa0),
            parsed.GetValue(_kappa1), parsed.GetValue(_logAlpha))
            ?? throw new CausalLoomException("Say what the effect is to be: --tau EXPR, such as --tau '0.1 + 0.05 * "
                + "tanh(scale(age))', or --scenario NAME.");
        return SandboxFactory.Check(new SandboxRequest
        {
            Tau = knobs.Tau,
            Kappa0 = knobs.Kappa0,
            Kappa1 = knobs.Kappa1,
            LogAlpha = knobs.LogAlpha,
            Mode = mode,
            Generator = parsed.GetValue(_generator),
            Settings = settings,
            Noise = parsed.GetValue(_noise) ?? "residual",
            Range = parsed.GetValue(_range) ?? "none",
            Imbalance = parsed.GetValue(_imbalance),
            Tilt = parsed.GetValue(_tilt),
            Proxies = parsed.GetValue(_proxies),
            ProxyNoise = parsed.GetValue(_proxyNoise),
            Preset = parsed.GetValue(_preset),
            Prior = parsed.GetValue(_prior),
            Reconstruction = parsed.GetValue(_reconstruction),
            Control = parsed.GetValue(_control),
        }, "--");
    }

    private Option Named(string name) => Array.Find<Option>([_generator, _noise, _range, _imbalance, _tilt, _proxies, _proxyNoise, _preset,
        _prior, _reconstruction, _control, _pareto], option => option.Name == "--" + name)!;
}
