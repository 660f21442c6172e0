using CausalLoom.Io;

namespace CausalLoom.Simulators;

/// <summary>The simulators there are, by their names on the command line.</summary>
public static class SimulatorRegistry
{
    /// <summary>All of them, in the order of the documentation.</summary>
    public static IReadOnlyList<SimulatorEntry> All { get; } =
    [
        new("demo", "the cohort of `causalloom demo`: mixed types, missing values, confounding by severity", [], _ => new DemoSimulator()),
        new(
            "steam",
            "STEAM's simulations (arXiv 2510.18768): squares of normal covariates",
            [("dimensions", "10", "covariates"), ("treatment_only", "0", "n_w"),
                ("confounders", "2", "n_c"), ("outcome_only", "0", "n_o"), ("modifiers", "2", "n_t"), ("slope", "0.5", "of the propensity"),
                ("centre", "0", "of the propensity; slope=1.5 centre=1 is strong confounding")],
            s => new SteamSimulator(
                new SteamSimulatorOptions(s.Whole("dimensions", 10), s.Whole("treatment_only", 0), s.Whole("confounders", 2),
                s.Whole("outcome_only", 0), s.Whole("modifiers", 2), s.Number("slope", 0.5), s.Number("centre", 0)))),
        new(
            "hybrid",
            "the hybrid papers' process (arXiv 2511.00318, 2604.23904): two-level outcome, overlap from perfect to hardly any",
            [("dimensions", "6", "6 or 20"),
                ("overlap", "randomized", "randomized, base, soft, moderate, poor, extreme"), ("simple", "false", "as effect=constant"),
                ("effect", "papers", "papers, constant (on the logit), null, heterogeneous (two in five are harmed)"),
                ("confounding", "papers", "papers (weak) or strong"), ("noise_columns", "0", "further covariates that nothing depends on")],
            Hybrid),
        new("toy", "CausalMix's toy (arXiv 2603.03587): five mixed covariates, a trial with a two-level outcome", [], _ =>
            new ToySimulator()),
        new(
            "kang-schafer",
            "Kang and Schafer (2007): both linear nuisances wrong, extreme weights, no effect",
            [("latent", "false", "observe the normal covariates, which makes linear nuisances right")],
            s => new KangSchaferSimulator(s.Flag("latent"))),
        new(
            "nie-wager",
            "Nie and Wager (2021), set-ups A to D",
            [("setup", "A", "A hard nuisances, B trial, C confounding with a constant effect, D arms that share nothing"),
                ("dimensions", "6", "covariates, at least 5"), ("sigma", "1", "residual standard deviation")],
            s => new NieWagerSimulator(s.Word("setup", "A", "A", "B", "C", "D")[0], s.Whole("dimensions", 6), s.Number("sigma", 1))),
    ];

    private static HybridSimulator Hybrid(SimulatorSettings s)
    {
        HybridEffect effect = s.One("effect", HybridEffect.Papers);
        if (s.Flag("simple"))
        {
            effect = effect is HybridEffect.Papers or HybridEffect.Constant ? HybridEffect.Constant
                : throw new CausalLoomException("--set simple=true is effect=constant: leave one of the two out.");
        }

        return new HybridSimulator(new HybridSimulatorOptions(
            s.Whole("dimensions", 6), s.One("overlap", HybridOverlap.Randomized), effect, s.One("confounding", HybridConfounding.Papers),
                s.Whole("noise_columns", 0)));
    }

    /// <summary>The simulator of that name.</summary>
    /// <param name="name">One of <see cref="All"/>.</param>
    /// <param name="settings">`name=value` each.</param>
    /// <exception cref="CausalLoomException">There is none, or a setting is unknown or out of range.</exception>
    public static ISimulator Create(string name, IEnumerable<string>? settings = null)
    {
        SimulatorEntry entry = All.FirstOrDefault(e => e.Name == name)
            ?? throw new CausalLoomException($"There is no simulator '{name}'.{Suggestion.For(name, All.Select(e => e.Name))} The "
                + $"simulators are: {string.Join(", ", All.Select(e => e.Name))}.");
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (string setting in settings ?? [])
        {
            string[] parts = setting.Split('=', 2);
            if (parts.Length != 2 || entry.Settings.All(s => s.Name != parts[0]))
            {
                string known = entry.Settings.Count == 0 ? "it has none"
                    : "its settings are: " + string.Join(", ", entry.Settings.Select(s => s.Name));
                throw new CausalLoomException($"--set {setting}: '{name}' has no such setting ({known}); write name=value.");
            }

            values[parts[0]] = parts[1];
        }

        return entry.Create(new SimulatorSettings(name, values));
    }
}
