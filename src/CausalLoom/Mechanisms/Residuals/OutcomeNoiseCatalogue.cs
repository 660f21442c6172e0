using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Models;

namespace CausalLoom.Mechanisms.Residuals;

/// <summary>What synthetic outcomes can be beyond their means: a line each. The first is the default.</summary>
public static class OutcomeNoiseCatalogue
{
    /// <summary>This library's laws, in the order of the documentation.</summary>
    public static Catalogue<OutcomeNoise> BuiltIn { get; } = new("outcome noise", "outcome noises",
    [
        Entry("residual", "the real noise; its spread may depend on covariates", new ResidualOptions(),
            (o, data, means, context) => HeteroscedasticResidualLaw.Fit(data, means, context, o),
            HeteroscedasticResidualLaw.Kind, HeteroscedasticResidualLaw.Load),
        Entry("homoscedastic", "residuals of both arms drawn as they are: one spread and shape for all", new ResidualOptions(),
            (o, data, means, _) => BootstrapResidualLaw.Fit(data, means, pooled: true, o),
            BootstrapResidualLaw.Kind, BootstrapResidualLaw.Load),
        Entry("heteroscedastic", "a spread that depends on covariates, however little that gains",
            new ResidualOptions { NeededGain = double.NegativeInfinity },
            (o, data, means, context) => HeteroscedasticResidualLaw.Fit(data, means, context, o),
            HeteroscedasticResidualLaw.Kind, HeteroscedasticResidualLaw.Load),
        Entry("arm-bootstrap", "residuals of the row's arm drawn as they are", new ResidualOptions(),
            (o, data, means, _) => BootstrapResidualLaw.Fit(data, means, pooled: false, o),
            BootstrapResidualLaw.Kind, BootstrapResidualLaw.Load),
        Entry("quantile", "residuals of the row's arm weighted by a quantile forest: shape may depend on covariates",
            new QuantileLawOptions(), (o, data, means, context) => QuantileResidualLaw.Fit(data, means, context, o),
            QuantileResidualLaw.Kind, QuantileResidualLaw.Load),
        Parts.Of("none", "conditional means, as the paper's code", () => new OutcomeNoise("none", null)),
    ]);

    /// <summary>A law of a caller's own, for <see cref="Catalogues.With{T}"/>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="help">What it is, in a line.</param>
    /// <param name="defaults">Its options record, whose properties can be set by name.</param>
    /// <param name="learn">Learns it, as <see cref="OutcomeNoise.Learn"/> says.</param>
    /// <param name="kind">The <see cref="ModelState.Kind"/> of its saved laws.</param>
    /// <param name="load">Loads them.</param>
    public static Part<OutcomeNoise> Entry<TOptions, TLaw>(string name, string help, TOptions defaults,
        Func<TOptions, CausalData, double[], FitContext, IResidualLaw> learn, string kind, Func<ModelState, TLaw> load)
        where TOptions : notnull
        where TLaw : class, IResidualLaw => Parts.Of(name, help, defaults, options =>
            new OutcomeNoise(name, (data, means, context) => learn(options, data, means, context)), ModelLoader.Of(kind, load));

    extension(Catalogues catalogues)
    {
        /// <summary>What outcomes can be beyond their means.</summary>
        public Catalogue<OutcomeNoise> OutcomeNoises => catalogues.Of(BuiltIn);

        /// <summary>Loads a saved law.</summary>
        /// <exception cref="CausalLoomException">The state is of an unknown kind or damaged.</exception>
        public IResidualLaw LoadResidualLaw(ModelState state) => catalogues.OutcomeNoises.Load<IResidualLaw>(state, catalogues);
    }
}
