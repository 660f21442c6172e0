using CausalLoom.Catalogue;
using CausalLoom.Generators;

namespace CausalLoom.Llm;

/// <summary>What this package adds to the catalogues: the generator `llm`.</summary>
public static class LlmCatalogue
{
    // The library keeps its place: what it is called and what it is stand there.
    private static readonly Part<ITabularGenerator> Place = GeneratorCatalogue.BuiltIn.Single(part => part.Package is "CausalLoom.Llm");

    /// <summary>The generator, for <see cref="Catalogues.With{T}"/>.</summary>
    public static Part<ITabularGenerator> Generator { get; } = GeneratorCatalogue.Entry(
        Place.Name, Place.Help, new LlmSettings(), options => new LlmGenerator(options), LlmModel.Load);
}
