using System.Runtime.CompilerServices;
using CausalLoom.Llm;

namespace CausalLoom.Cli.CommandLine;

/// <summary>What this program can be asked for by name: the library's parts, and those of the packages that lie beside it.</summary>
public static class Installed
{
    /// <summary>The parts; without the served language model where CausalLoom.Llm.dll was left out.</summary>
    public static Catalogue.Catalogues Catalogues { get; } = Found();

    private static Catalogue.Catalogues Found()
    {
        try
        {
            return WithLlm();
        }
        catch (FileNotFoundException absent) when (absent.FileName?.StartsWith("CausalLoom.Llm", StringComparison.Ordinal) is true)
        {
            return Catalogue.Catalogues.Default;
        }
    }

    // Not inlined: the package is looked for where a method that names it is first run.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Catalogue.Catalogues WithLlm() => Catalogue.Catalogues.Default.With(LlmCatalogue.Generator);
}
