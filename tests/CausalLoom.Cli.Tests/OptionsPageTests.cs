using System.Globalization;
using System.Text;
using CausalLoom.Catalogue;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Generators;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Methods;

namespace CausalLoom.Cli.Tests;

/// <summary>`docs/options.md` is what the catalogues say.</summary>
public sealed class OptionsPageTests
{
    private const string Head = """
        # Options by name

        What `--set NAME.OPTION=VALUE` of `synthesize`, `fit` and `sandbox` sets, and `set:` in a study file: options of the method and of
        the parts that are in use. Written from the catalogues: with `CAUSALLOOM_WRITE_DOCS=1` the test that holds this page writes it anew.

        Case, `-` and `_` in a name make no difference. An option of a record within another may be written without what stands before
        its last dot where no other has that name: `boosting.trees` or `boosting.boosting.trees`. Lists have commas. A process of
        `simulate` has its own (`causalloom simulate --list`).

        """;

    [Fact]
    public void ThePageIsUpToDate()
    {
        string path = Path.Combine(CausalLoom.Tests.Repository.Root, "docs", "options.md"), page = Page();
        if (Environment.GetEnvironmentVariable("CAUSALLOOM_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, page);
        }

        Assert.Equal(page.ReplaceLineEndings("\n"), File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    private static string Page()
    {
        StringBuilder text = new(Head.ReplaceLineEndings("\n"));
        Add(text, "Methods (`--method`)", Installed.Catalogues.Methods);
        Add(text, "Presets (`--preset`)", Installed.Catalogues.Presets);
        Add(text, "Generators (`--generator`)", Installed.Catalogues.Generators);
        Add(text, "Propensity models (`--propensity`)", Installed.Catalogues.Propensities);
        Add(text, "Outcome models (`--outcome-model`)", Installed.Catalogues.Outcomes);
        Add(text, "Outcome noises (`--outcome-noise`)", Installed.Catalogues.OutcomeNoises);
        return text.ToString();
    }

    private static void Add<T>(StringBuilder text, string title, Catalogue<T> parts)
        where T : notnull
    {
        text.Append("\n## ").Append(title).Append('\n');
        foreach (Part<T> part in parts)
        {
            text.Append("\n**`").Append(part.Shown).Append("`** ").Append(part.Help).Append(".\n");
            if (part.Options.Fields.Count > 0)
            {
                text.Append("\n| option | default | takes |\n|---|---|---|\n");
            }

            foreach (OptionField option in part.Options.Fields)
            {
                text.Append(CultureInfo.InvariantCulture, $"| `{option.Name}` | {option.Default} | {option.Takes} |\n");
            }
        }
    }
}
