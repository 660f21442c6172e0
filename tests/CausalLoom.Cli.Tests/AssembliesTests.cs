using System.Reflection;
using System.Runtime.CompilerServices;

namespace CausalLoom.Cli.Tests;

/// <summary>What holds for every assembly of this product.</summary>
public sealed class AssembliesTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

    private static readonly Assembly[] Product =
    [
        .. Directory.EnumerateFiles(Path.GetDirectoryName(typeof(Cli.CommandLine.Application).Assembly.Location)!, "*.dll")
            .Where(file => Path.GetFileName(file).StartsWith("CausalLoom", StringComparison.OrdinalIgnoreCase)
                && !file.EndsWith("Tests.dll", StringComparison.Ordinal))
            .Select(Assembly.LoadFrom),
    ];

    [Fact]
    public void OnlyOneTalksToANetwork()
    {
        Assert.Equal(5, Product.Length);
        Assert.Equal(["CausalLoom.Llm"], Product.Where(part => part.GetReferencedAssemblies().Any(used => Talks(used.Name!)))
            .Select(part => part.GetName().Name));
    }

    [Fact]
    public void OnlyResultsAreMadeOfMoreThanEightValues()
    {
        // A result is a record that is given whole: what may be left out is an option, and options are set by their names.
        ConstructorInfo[] great = [.. Product.SelectMany(part => part.GetTypes()).SelectMany(type => type.GetConstructors(All))
            .Where(made => made.GetParameters().Length > 8)];
        Assert.NotEmpty(great);
        Assert.Empty(great.Where(made => !IsRecord(made.DeclaringType!) || made.GetParameters().Any(value => value.HasDefaultValue))
            .Select(made => made.DeclaringType!.FullName));
    }

    private static bool Talks(string assembly) =>
        assembly is "OpenAI" or "System.ClientModel" || assembly.StartsWith("System.Net", StringComparison.Ordinal);

    private static bool IsRecord(Type type) =>
        type.GetMethod("PrintMembers", All)?.IsDefined(typeof(CompilerGeneratedAttribute)) is true;
}
