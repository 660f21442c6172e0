using CausalLoom.Catalogue;
using CausalLoom.Models;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Comparison;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Sandbox.Penalty;
using CausalLoom.Synthesis;

namespace CausalLoom.Methods;

/// <summary>The ways to synthesize that there are: a line each. A method is a record whose properties are its options.</summary>
public static class MethodCatalogue
{
    /// <summary>This library's methods, in the order of the documentation; the first is the default.</summary>
    public static Catalogue<ISynthesizer> BuiltIn { get; } = new("method", "methods",
    [
        Entry(new SequentialSynthesizer(), "X, then W given X, then Y given both", FittedSequential.Load),
        Entry(new HybridSynthesizer(), "outcome means targeted at the doubly robust estimate", FittedHybrid.Load),
        Entry(new JointSynthesizer(), "one generator for all columns", FittedJoint.Load),
        Entry(new CovariateTreatmentSynthesizer(), "X and W together, then Y", FittedSequential.Load),
        Entry(new SandboxSynthesizer(), "effect, confounding and overlap on command, not verified here", ExactState.Load,
            ModelLoader.Of(PenaltySandbox.Name, PenaltyState.Load)),
        Entry(new Plasmode(), "real rows, fitted mechanisms", TunedState.Load),
        Entry(new RealCauseStyle(), "plasmode with overlap, effect and heterogeneity scaled", TunedState.Load),
        Entry(new MarginalEffect(), "plasmode with its average effect set", TunedState.Load),
    ]);

    /// <summary>A method of a caller's own, for <see cref="Catalogues.With{T}"/>.</summary>
    /// <param name="defaults">The method with its default options; its name is also the <see cref="ModelState.Kind"/> of what it
    /// saves.</param>
    /// <param name="help">What it is, in a line.</param>
    /// <param name="load">Loads what it saved.</param>
    /// <param name="others">Loaders of further kinds that it saves.</param>
    public static Part<ISynthesizer> Entry<TModel>(ISynthesizer defaults, string help, Func<ModelState, Catalogues, TModel> load,
        params IEnumerable<ModelLoader> others)
        where TModel : class, IFittedSynthesizer
    {
        ArgumentNullException.ThrowIfNull(defaults);
        return Parts.Of(defaults.Method, help, defaults, method => method, [ModelLoader.Of(defaults.Method, load), .. others]);
    }

    extension(Catalogues catalogues)
    {
        /// <summary>The ways to synthesize.</summary>
        public Catalogue<ISynthesizer> Methods => catalogues.Of(BuiltIn);

        /// <summary>Loads a saved synthesizer, sandbox or plasmode.</summary>
        /// <exception cref="CausalLoomException">The state is of an unknown kind or damaged.</exception>
        public IFittedSynthesizer LoadSynthesizer(ModelState state) => catalogues.Methods.Load<IFittedSynthesizer>(state, catalogues);
    }

    /// <summary>Whether a method has an option or a part of that name.</summary>
    internal static bool Has(Part<ISynthesizer> method, string name) => RecordPath.Of(method.Options.Defaults).Any(path =>
        OptionName.Of(path.Property.Name) == name && (PartSlot.For(path.Property.PropertyType) is not null || method.Options.Has(name)));
}
