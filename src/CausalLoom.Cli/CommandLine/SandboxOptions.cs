using System.CommandLine;
using CausalLoom.Catalogue;
using CausalLoom.Generators;
using CausalLoom.Methods;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Exact;
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

    private readonly Option<string[]> _set = new("--set")
        { Description = "Sets an option by name, such as sandbox.pool-rows=5000 or argn.epochs=30; may be given more than once.",
        HelpName = "NAME.OPTION=VALUE" };

    private readonly Option<string?> _generator, _noise, _preset;

    /// <summary>Adds the flags to a verb of its own.</summary>
    public SandboxOptions(Command command)
        : this(
            command,
            new("--generator")
                { Description = $"The generator of the covariates: {string.Join(", ", Installed.Catalogues.Generators.Names)}.",
                    HelpName = "G" },
            new("--outcome-noise") { Description = "residual (default: the real noise of a numeric outcome) or none.", HelpName = "N" },
            new("--preset") { Description = "Penalty mode with every choice as another's: causalmix-paper (the paper's code) or credence "
                + "(no knob for overlap).", HelpName = "PRESET" })
    {
        ArgumentNullException.ThrowIfNull(command);
        foreach (Option option in new Option[] { _generator, _noise, _preset, _pareto, _set })
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
        foreach (Option option in Knobs)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The flags that are options of a sandbox and of no other method.</summary>
    public IReadOnlyList<Option> Knobs => [_tau, _kappa0, _kappa1, _logAlpha, _scenario, _mode, _range, _imbalance, _tilt, _proxies,
        _proxyNoise, _prior, _reconstruction, _control];

    /// <summary>Whether the front of fidelity against control is asked for.</summary>
    public bool Pareto(ParseResult parsed) => parsed.GetValue(_pareto);

    /// <summary>What was asked of a verb of its own, resolved and checked before data are read.</summary>
    /// <exception cref="CausalLoomException">Nothing says what τ is to be, something cannot be read or has no meaning for the
    /// mode.</exception>
    public SynthesisPlan Plan(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        SynthesisPlan plan = SynthesisPlan.Of(new SynthesisRequest
        {
            Method = ExactSandbox.Name,
            Preset = parsed.GetValue(_preset),
            Options = [.. MethodFlags.Given(parsed, Knobs.Append(_generator).Append(_noise))],
            Settings = [.. (parsed.GetValue(_set) ?? []).Select(OptionSetting.Parse)],
        }, Installed.Catalogues);
        return !Pareto(parsed) || plan.Sandbox!.Mode == SandboxMode.Penalty ? plan
            : throw new CausalLoomException("‹pareto› has no meaning with ‹mode exact›: leave it out.");
    }
}
