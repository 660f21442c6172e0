using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace CausalLoom.Report;

/// <summary>The charting script that the build bundles from npm and embeds (Charts.targets); absent where the build had no Node.</summary>
internal sealed record ChartBundle(string Script)
{
    /// <summary>The embedded bundle, or null where this build has none.</summary>
    public static ChartBundle? Embedded { get; } = Load();

    /// <summary>The script's hash, as a content security policy writes it.</summary>
    public string ContentSecurityHash => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script)));

    private static ChartBundle? Load()
    {
        string? script = Resource("report.min.js");
        if (script is null)
        {
            return null;
        }

        // esbuild writes <\/script; anything else would end the script element early.
        bool endsEarly = script.Contains("</script", StringComparison.OrdinalIgnoreCase)
            || script.Contains("<!--", StringComparison.Ordinal);
        return endsEarly ? throw new InvalidOperationException("The charting bundle cannot be put into a page.") : new ChartBundle(script);
    }

    /// <summary>An embedded text resource with line ends as LF, or null.</summary>
    internal static string? Resource(string name)
    {
        using Stream? stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name);
        if (stream is null)
        {
            return null;
        }

        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd().Replace("\r\n", "\n", StringComparison.Ordinal);
    }
}
