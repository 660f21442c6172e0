using System.CommandLine;
using CausalLoom.Data;
using CausalLoom.Io;
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
        { Description = "Column types and roles, as `inspect --schema-out` writes them, or a REDCap data dictionary (CSV).",
            HelpName = "FILE.yaml" };
    private readonly Option<string?> _where = new("--where")
        { Description = "Only rows of which this holds, as in R: 'age >= 18 & sex == \"F\"'.", HelpName = "EXPR" };
    private readonly Option<string?> _missingOutcome = new("--missing-outcome") { Description = "Rows whose outcome is missing: refuse "
        + "(default), drop (complete cases), weight (the others by one over the probability of being observed; estimate only).",
        HelpName = "WHAT" };
    private readonly Option<bool> _lenient = new("--lenient")
        { Description = "Cells that fit no reading of a column of numbers become missing, named, instead of being refused." };
    private readonly Option<string?> _rules = new("--rules") { Description = "Conditions that every row keeps: found (default: those of "
        + "the schema where it lists them, else as the data show), none, or a file with one a line, such as start <= end.",
        HelpName = "found|none|FILE" };
    private readonly Option<string?> _missing = new("--missing") { Description =
        "Tokens that mean missing, separated by commas; a comma alone: none (default: NA, NaN, null, N/A, #N/A, a lone dot). "
            + "An empty cell always does.", HelpName = "TOKENS" };

    /// <summary>Adds the flags to a verb.</summary>
    public RoleOptions(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        foreach (Option option in new Option[] { _treatment, _reference, _outcome, _covariates, _drop, _schema, _rules, _missing, _where,
            _missingOutcome, _lenient })
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
            Where = parsed.GetValue(_where) is { } where ? RowConditions.Of(where) : null,
            MissingOutcome = MissingOutcome(parsed.GetValue(_missingOutcome)),
            Lenient = parsed.GetValue(_lenient),
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

    private static MissingOutcomes MissingOutcome(string? word) => word switch
    {
        null or "refuse" => MissingOutcomes.Refuse,
        "drop" => MissingOutcomes.Drop,
        "weight" => MissingOutcomes.Weight,
        _ => throw new CausalLoomException($"--missing-outcome '{word}' is none of: refuse, drop, weight."
            + Suggestion.For(word, ["refuse", "drop", "weight"])),
    };

    private static IReadOnlyList<string>? Rules(string? word) => word switch
    {
        null or Found => null,
        None => [],
        _ => RuleFile.Read(word),
    };

    private static string[]? Names(string? list) =>
        list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
