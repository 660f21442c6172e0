using System.Text.Json;
using System.Text.RegularExpressions;
using CausalLoom.Tests;

namespace CausalLoom.Report.Tests;

/// <summary>`docs/bill-of-materials.json` and `.md` name what the lock files and the built charting bundle hold, no more and no
/// less.</summary>
public sealed partial class BillOfMaterialsTests
{
    private static readonly JsonElement[] Components =
        [.. Json("docs/bill-of-materials.json").GetProperty("components").EnumerateArray()];

    [Fact]
    public void EveryLockedPackageOfTheCommandLineIsInTheBillAndNoOther()
    {
        IEnumerable<string> locked = Locked("src/CausalLoom.Cli/packages.lock.json")
            .Select(package => $"{package.Name}@{Text(package.Value, "resolved")} {Text(package.Value, "contentHash")}");
        IEnumerable<string> billed = Components.Where(part => Text(part, "purl").StartsWith("pkg:nuget/", StringComparison.Ordinal))
            .Select(part => $"{Named(part)} {Text(part.GetProperty("properties")[0], "value")}");
        Assert.Equal(locked.Order(StringComparer.Ordinal), billed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryPackageOfTheChartsIsInTheBillAndNoOther()
    {
        string? script = ChartBundle.Embedded?.Script;
        Assert.SkipWhen(script is null, "Built without charts.");
        HashSet<string> bundled = [.. BundledNames().Matches(script).SelectMany(match => match.Groups[1].Value.Split(", "))];
        IEnumerable<string> locked = Json("src/CausalLoom.Report/web/package-lock.json").GetProperty("packages").EnumerateObject()
            .Where(package => bundled.Contains(Last(package.Name)) && !package.Value.TryGetProperty("dev", out _))
            .Select(package => $"{Last(package.Name)}@{Text(package.Value, "version")} {Hex(Text(package.Value, "integrity"))}").Distinct();
        IEnumerable<string> billed = Components.Where(part => Text(part, "purl").StartsWith("pkg:npm/", StringComparison.Ordinal))
            .Select(part => $"{Named(part)} {Text(part.GetProperty("hashes")[0], "content")}");
        Assert.Equal(locked.Order(StringComparer.Ordinal), billed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TheTableSaysWhatTheJsonSays()
    {
        string table = File.ReadAllText(Path.Combine(Repository.Root, "docs", "bill-of-materials.md"));
        Assert.All(Components, part =>
        {
            JsonElement licence = part.GetProperty("licenses")[0].GetProperty("license");
            string shown = licence.TryGetProperty("id", out JsonElement id)
                ? id.GetString()!
                : $"[{Text(licence, "name")}]({Text(licence, "url")})";
            Assert.Contains($"| {Text(part, "name")} | {Text(part, "version")} | {shown} |", table, StringComparison.Ordinal);
        });
        Assert.Equal(Components.Length, table.Split("\n| nuget ").Length + table.Split("\n| npm ").Length - 2);
    }

    /// <summary>Every project has its lock file, all agree on versions, and none names what an SDK brings at its own patch level: such a
    /// lock would hold for one SDK only.</summary>
    [Fact]
    public void LockFilesAgreeAndHoldForEverySdk()
    {
        string[] projects = [.. new[] { "src", "tests", "examples" }.SelectMany(folder =>
            Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.csproj", SearchOption.AllDirectories))];
        string[] brought = ["Microsoft.NET.ILLink", "Microsoft.DotNet.ILCompiler", "Microsoft.NETCore.App", "runtime."];
        Dictionary<string, string> versions = new(StringComparer.OrdinalIgnoreCase);
        Assert.All(projects, project =>
        {
            string file = Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json");
            Assert.All(Locked(file), package =>
            {
                string version = Text(package.Value, "resolved");
                Assert.Equal(version, versions.TryGetValue(package.Name, out string? seen) ? seen : versions[package.Name] = version);
                Assert.DoesNotContain(brought, start => package.Name.StartsWith(start, StringComparison.OrdinalIgnoreCase));
            });
        });
    }

    private static IEnumerable<JsonProperty> Locked(string path)
        => Json(path).GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())
            .Where(package => package.Value.TryGetProperty("resolved", out _));

    private static JsonElement Json(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, path)));
        return document.RootElement.Clone();
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string Named(JsonElement part) => $"{Text(part, "name")}@{Text(part, "version")}";

    private static string Last(string path) => path.Split("node_modules/")[^1];

    private static string Hex(string integrity)
        => Convert.ToHexStringLower(Convert.FromBase64String(integrity["sha512-".Length..]));

    [GeneratedRegex(@"^/\*! (.*)$", RegexOptions.Multiline)]
    private static partial Regex BundledNames();
}
