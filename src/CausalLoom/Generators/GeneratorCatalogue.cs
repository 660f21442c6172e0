using CausalLoom.Catalogue;
using CausalLoom.Generators.Autoregressive.Argn;
using CausalLoom.Generators.Autoregressive.Lm;
using CausalLoom.Generators.Bootstrap;
using CausalLoom.Generators.CausalMix;
using CausalLoom.Generators.Copula;
using CausalLoom.Generators.Diffusion;
using CausalLoom.Generators.Flow;
using CausalLoom.Generators.Forest;
using CausalLoom.Generators.Gan;
using CausalLoom.Generators.Ruled;
using CausalLoom.Generators.Text;
using CausalLoom.Generators.Vae;
using CausalLoom.Models;

namespace CausalLoom.Generators;

/// <summary>The generators there are: a line a family. A saved generator's kind is its name.</summary>
public static class GeneratorCatalogue
{
    /// <summary>This library's generators, in the order of the documentation.</summary>
    public static Catalogue<ITabularGenerator> BuiltIn { get; } = new("generator", "generators",
    [
        Entry("tvae", "variational auto-encoder", new TvaeOptions(), o => new TvaeGenerator(o), TvaeState.Load),
        Entry("argn", "autoregressive networks over per-column tokens", new ArgnOptions(), o => new ArgnGenerator(o), ArgnState.Load),
        Entry("lm", "transformer over per-column tokens", new LmOptions(), o => new LmGenerator(o), LmState.Load),
        Entry("ctgan", "conditional Wasserstein GAN", new CtganOptions(), o => new CtganGenerator(o), CtganState.Load),
        Entry("tabddpm", "Gaussian and multinomial diffusion", new TabDdpmOptions(), o => new TabDdpmGenerator(o), TabDdpmState.Load),
        Entry("nflow", "masked autoregressive spline flow", new NflowOptions(), o => new NflowGenerator(o), NflowState.Load),
        Entry("arf", "adversarial random forest", new ArfOptions(), o => new ArfGenerator(o), ArfState.Load),
        Entry("causalmix", "conditional VAE with a mixture prior", new CausalMixOptions(), o => new CausalMixGenerator(o),
            CausalMixState.Load),
        Entry("copula", "Gaussian copula with empirical margins", new CopulaOptions(), o => new GaussianCopulaGenerator(o),
            GaussianCopulaModel.Load),
        Parts.Elsewhere<ITabularGenerator>("llm", "a language model that someone serves: rows leave the machine", "CausalLoom.Llm"),
        Entry("great", "rows as text by a fine-tuned GPT-2 checkpoint", new GreatGenerator(null), o => o, GreatState.Load),
        Entry("bootstrap", "the rows themselves, with replacement", new BootstrapGenerator(), o => o, BootstrapModel.Load),
    ], ModelLoader.Of(RuledModel.Kind, RuledModel.Load));

    /// <summary>A generator of a caller's own, for <see cref="Catalogues.With{T}"/>.</summary>
    /// <param name="name">Its name, which is also the <see cref="ModelState.Kind"/> of its saved models.</param>
    /// <param name="help">What it is, in a line.</param>
    /// <param name="defaults">Its options record, whose properties can be set by name.</param>
    /// <param name="create">Makes it.</param>
    /// <param name="load">Loads its saved models.</param>
    public static Part<ITabularGenerator> Entry<TOptions, TModel>(string name, string help, TOptions defaults,
        Func<TOptions, ITabularGenerator> create, Func<ModelState, TModel> load)
        where TOptions : notnull
        where TModel : class, ITabularModel => Parts.Of(name, help, defaults, create, ModelLoader.Of(name, load));

    extension(Catalogues catalogues)
    {
        /// <summary>The generators.</summary>
        public Catalogue<ITabularGenerator> Generators => catalogues.Of(BuiltIn);

        /// <summary>Loads a saved generator.</summary>
        /// <exception cref="CausalLoomException">The state is of an unknown kind or damaged.</exception>
        public ITabularModel LoadGenerator(ModelState state) => catalogues.Generators.Load<ITabularModel>(state, catalogues);
    }
}
