using CausalLoom.Catalogue;

namespace CausalLoom.Simulators;

/// <summary>The simulators there are: a line each.</summary>
public static class SimulatorCatalogue
{
    /// <summary>This library's processes, in the order of the documentation.</summary>
    public static Catalogue<ISimulator> BuiltIn { get; } = new("simulator", "simulators",
    [
        Parts.Of<ISimulator>("demo", "the cohort of `causalloom demo`: mixed types, missing values, confounding by severity",
            () => new DemoSimulator()),
        Entry("steam", "STEAM's simulations (arXiv 2510.18768): squares of normal covariates", new SteamSimulatorOptions(),
            o => new SteamSimulator(o)),
        Entry("hybrid", "the hybrid papers' process (arXiv 2511.00318, 2604.23904): two-level outcome, overlap from perfect to hardly any",
            new HybridSimulatorOptions(), o => new HybridSimulator(o)),
        Parts.Of<ISimulator>("toy", "CausalMix's toy (arXiv 2603.03587): five mixed covariates, a trial with a two-level outcome",
            () => new ToySimulator()),
        Entry("kang-schafer", "Kang and Schafer (2007): both linear nuisances wrong, extreme weights, no effect",
            new KangSchaferSimulatorOptions(), o => new KangSchaferSimulator(o.Latent)),
        Entry("four-arm", "four doses, six mixed covariates, effects of each dose's own; linear nuisances are right",
            new FourArmSimulatorOptions(), o => new FourArmSimulator(o)),
        Entry("nie-wager", "Nie and Wager (2021), set-ups A to D", new NieWagerSimulatorOptions(), o => new NieWagerSimulator(o)),
    ]);

    /// <summary>A process of a caller's own, for <see cref="Catalogues.With{T}"/>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="help">What it is and where it comes from, in a line.</param>
    /// <param name="defaults">Its options record, whose properties can be set by name.</param>
    /// <param name="create">Makes it.</param>
    public static Part<ISimulator> Entry<TOptions>(string name, string help, TOptions defaults, Func<TOptions, ISimulator> create)
        where TOptions : notnull => Parts.Of(name, help, defaults, create);

    extension(Catalogues catalogues)
    {
        /// <summary>The processes whose truth is known.</summary>
        public Catalogue<ISimulator> Simulators => catalogues.Of(BuiltIn);

        /// <summary>The process of that name with settings of its own.</summary>
        /// <param name="name">Its name.</param>
        /// <param name="settings">`name=value` each.</param>
        /// <exception cref="CausalLoomException">There is none, or a setting is unknown or out of range.</exception>
        public ISimulator CreateSimulator(string name, IEnumerable<string>? settings = null)
        {
            Part<ISimulator> part = catalogues.Simulators.Find(name);
            object options = part.Options.Defaults;
            foreach (string setting in settings ?? [])
            {
                options = setting.Split('=', 2) is [var option, var value]
                    ? part.Options.Bind(options, option, value)
                    : throw new CausalLoomException($"The setting '{setting}' of '{name}' has no value: write name=value.");
            }

            return part.Create(name, options);
        }
    }
}
