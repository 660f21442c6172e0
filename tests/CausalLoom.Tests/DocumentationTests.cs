using System.Text.RegularExpressions;

namespace CausalLoom.Tests;

/// <summary>Sources can be read: what a reader is sent to is in the repository, and a line fits beside another.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Root = Repository.Root;
    private static readonly string[] Roots =
        [.. new[] { "README.md", "CHANGELOG.md", "SECURITY.md" }.Select(name => Path.Combine(Root, name))];

    [Fact]
    public void EveryRelativeLinkOfTheDocumentationResolves()
    {
        string[] pages = [.. Roots, .. Files("docs", ".md")];
        string[] broken =
        [
            .. from page in pages
               from Match link in Link().Matches(File.ReadAllText(page))
               let target = link.Groups["target"].Value
               let path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, target))
               where !Path.Exists(path)
               select $"{Path.GetRelativePath(Root, page)}: {target}",
        ];
        Assert.True(pages.Length > 40, "The documentation was not found.");
        Assert.Empty(broken);
    }

    [Fact]
    public void EveryPageThatSourcesCiteExists()
    {
        string[] sources =
        [
            .. from folder in (string[])["src", "tests", "tools", "studies", "benchmarks", "docs"]
               from ending in (string[])[".cs", ".csproj", ".py", ".R", ".sh", ".yaml", ".md"]
               from file in Files(folder, ending)
               select file,
        ];
        string[] cited =
        [
            .. from file in sources
               from Match page in Page().Matches(File.ReadAllText(file))
               select $"{Path.GetRelativePath(Root, file)}: {page.Value}",
        ];
        Assert.True(cited.Length > 150, "The sources were not found.");
        string[] absent = [.. cited.Where(c => !File.Exists(Path.Combine(Root, c[(c.LastIndexOf(' ') + 1)..])))];
        Assert.Empty(absent);
    }

    [Fact]
    public void NoLineIsLongerThan140Characters()
    {
        string[] files =
        [
            .. from folder in (string[])["src", "tests", "examples", "tools", "studies", "benchmarks", "docs"]
               from ending in (string[])[".cs", ".yaml", ".md"]
               from file in Files(folder, ending)
               select file,
            .. Roots,
        ];
        string[] wrong =
        [
            .. from file in files
               from line in Prose(File.ReadAllLines(file), file.EndsWith(".md", StringComparison.Ordinal)).Index()
               where line.Item.EnumerateRunes().Count() > 140
               select $"{Path.GetRelativePath(Root, file)}:{line.Index + 1}",
        ];
        Assert.True(files.Length > 1000, "The sources were not found.");
        Assert.Empty(wrong);
    }

    /// <summary>The lines that someone could have wrapped: in a page neither those of tables nor what a program printed.</summary>
    private static IEnumerable<string> Prose(IEnumerable<string> lines, bool page)
    {
        bool block = false;
        foreach (string line in lines)
        {
            block ^= page && line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            yield return page && (block || line.TrimStart().StartsWith('|')) ? string.Empty : line;
        }
    }

    private static IEnumerable<string> Files(string folder, string ending) =>
        from file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*" + ending, SearchOption.AllDirectories)
        let inside = Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar)
        where !inside.Contains("bin") && !inside.Contains("obj") && !inside.Contains("node_modules")
        select file;

    // A link that stays in the repository: neither an address nor a place on the same page.
    [GeneratedRegex(@"\]\((?!\w+:|#)(?<target>[^)\s#]+)(?:#[^)\s]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\bdocs/[\w/-]+(?:\.[\w-]+)*\.(?:md|json|png)\b")]
    private static partial Regex Page();
}
