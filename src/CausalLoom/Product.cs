using System.Reflection;

namespace CausalLoom;

/// <summary>What this library is, for results and model files.</summary>
public static class Product
{
    /// <summary>The library's version, without build metadata.</summary>
    public static string Version { get; } =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";
}
