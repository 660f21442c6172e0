using System.CommandLine;
using CausalLoom.Data;
using CausalLoom.Jobs;

namespace CausalLoom.Cli.CommandLine;

/// <summary>The flags that say which column plays which role.</summary>
public sealed class RoleOptions
{
    private const string Found = "found", None = "none";

    private readonly Option<string?> _treatment = new("--treatment", "-t")
        { Description = "The treatment column (two or more levels, any coding).", HelpName = "COL" };
    private readonly Option<string?> _reference = new("--reference") { Description = "The treatment's reference level, control (default: "
        + "the schema's first, else the smallest number or the level that says control, placebo, none, …).", HelpName = "LEVEL" };
    private readonly Option<string?> _outcome = new("--outcome", "-y")
        { Description = "The outcome column (numeric, or two levels).", HelpName = "COL" };
    private readonly Option<string?> _covariates = new("--covariates")
        { Description = "The covariates, separated by commas (default: all other columns).", HelpName = "A,B,…" };
    private readonly Option<string?> _drop = new("--drop")
        { Description = "Columns to leave out, separated by commas.", HelpName = "A,B,…" };
    private readonly Option<string?> _schema = new("--schema")
        { Description = "Column types and roles, as `inspect --schema-out` writes them.", HelpName = "FILE.yaml" };
    private readonly Option<string?> _rules = new("--rules") { Description = "Conditions that every row keeps: found (default: those of "
        + "the schema where it lists them, else as the data show), none, or a file with one a line, such as start <= end.",
        HelpName = "found|none|FILE" };
    private readonly Option<string?> _missing = new("--missing") { Description =
        "Tokens that mean missing, separated by commas (default: empty, NA, NaN, null and a lone dot).", HelpName = "TOKENS" };

    /// <summary>Adds the flags to a verb.</summary>
    public RoleOptions(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        foreach (Option option in new Option[] { _treatment, _reference, _outcome, _covariates, _drop, _schema, _rules, _missing })
        {
            command.Options.Add(option);
        }
    }

    private LoadOptions Load(ParseResult parsed) => new()
        {
            Treatment = parsed.GetValue(_treatment),
            Reference = parsed.GetValue(_reference),
            Outcome = parsed.GetValue(_outcome),
            Covariates = Names(parsed.GetValue(_covariates)),
            Drop = Names(parsed.GetValue(_drop)),
            SchemaPath = parsed.GetValue(_schema),
            Rules = Rules(parsed.GetValue(_rules)),
            MissingTokens = Names(parsed.GetValue(_missing)),
        };

    /// <summary>A file with the roles that the flags say.</summary>
    public DataFile File(ParseResult parsed, string path) => new(path, Load(parsed));

    /// <summary>The files that a run reads: those given, and the schema.</summary>
    public string[] Reads(ParseResult parsed, params string?[] files)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        string? rules = parsed.GetValue(_rules);
        return [.. files.Append(parsed.GetValue(_schema)).Append(rules is Found or None ? null : rules).OfType<string>()];
    }

    private static IReadOnlyList<string>? Rules(string? word) => word switch
    {
        null or Found => null,
        None => [],
        _ => RuleFile.Read(word),
    };

    private static string[]? Names(string? list) =>
        list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
