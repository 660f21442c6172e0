using CausalLoom.Io;
using System.CommandLine;
using CausalLoom.Estimation.Average;
using CausalLoom.Imputation;
using CausalLoom.Jobs;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Calibration;
using CausalLoom.Releases;

namespace CausalLoom.Cli.CommandLine;

/// <summary>The flags that say how to estimate an average effect.</summary>
public sealed class EstimationOptions
{
    private readonly Option<string?> _estimators = new("--estimators")
        { Description = "Separated by commas: or, ipw, aipw, tmle (default: all).", HelpName = "A,B,…" };
    private readonly Option<string?> _estimand = new("--estimand")
        { Description = "ate (default: everyone), att (the treated), atc (the controls), ato (the overlap population).", HelpName = "E" };
    private readonly Option<string?> _contrasts = new("--contrasts")
        { Description = "Which levels are compared: reference (default: each with the reference), all (every pair).", HelpName = "WHICH" };
    private readonly Option<string?> _scale = new("--scale")
        { Description = $"How levels are compared: {string.Join(", ", EffectScales.Names)} (default: difference).", HelpName = "S" };
    private readonly Option<int?> _folds = new("--folds") { Description = "Folds of the cross-fit; 1 fits and evaluates on the same rows. "
        + "Default: 1 for regressions of at least ten rows of each level a coefficient, else 5.", HelpName = "K" };
    private readonly Option<int?> _repeats = new("--repeats") { Description = "In how many divisions into folds, an odd number; estimates "
        + "are medians. Default: 3 where nuisances are cross-fitted to at most 400,000 cells, else 1.", HelpName = "R" };
    private readonly Option<string?> _small = new("--small-sample") { Description = "Whether standard errors allow for "
        + "residuals of rows that regressions were fitted to being small (HC2, CR2): auto (default: below twenty rows or clusters of each "
        + "level a coefficient), never, always.", HelpName = "WHEN" };
    private readonly Option<string?> _nuisance = new("--nuisance") { Description = $"Propensity and outcome models: "
        + $"{string.Join(", ", Installed.Catalogues.Nuisances.Names)}, or PROPENSITY+OUTCOME such as logistic+linear (default: stack).",
        HelpName = "N" };
    private readonly Option<string?> _calibration = new("--calibration") { Description = $"How propensities are calibrated: "
        + $"{string.Join(", ", Installed.Catalogues.Calibrations.Names)} (default: as the propensity model has it).", HelpName = "C" };
    private readonly Option<double> _clip = new("--clip") { Description = "Propensities are kept within [C, 1 − C].", HelpName = "C",
        DefaultValueFactory = _ => PropensityClipping.Default.Lower };
    private readonly Option<double?> _known = new("--known-propensity")
        { Description = "The probability of treatment where it is known and the same for all, as in a trial.", HelpName = "P" };
    private readonly Option<string?> _truth = new("--truth")
        { Description = "A column with each unit's true effect, for bias and coverage; no covariate.", HelpName = "COL" };
    private readonly Option<string?> _cluster = new("--cluster") { Description = "A column that says which rows belong together: they "
        + "share a fold, and standard errors allow for it; no covariate.", HelpName = "COL" };
    private readonly Option<string?> _weights = new("--weights") { Description =
        "A column of sampling weights, for the scores and for nuisances that can take them; no covariate.", HelpName = "COL" };

    private readonly Option<string?> _release = new("--release") { Description = "What `synthesize --release` wrote beside synthetic rows: "
        + "estimates and intervals are then of the population, not of the model that made the rows.", HelpName = "FILE.json" };

    private readonly Option<int?> _impute = new("--impute") { Description = "Missing covariates are imputed so often, given treatment and "
        + "outcome too, and the estimates of the completed tables pooled by Rubin's rules; 2 to 1000.", HelpName = "M" };

    private readonly Option<string?> _missing = new("--missing-covariates") { Description = "indicator (default: models see the mean or "
        + $"commonest level of a missing cell, and that it is missing) or impute (--impute {ImputationOptions.Usual}).", HelpName = "WAY" };

    private readonly Option<string?> _by = new("--by") { Description = "Columns, separated by commas, whose levels (numbers: quarters) get "
        + "effects of their own; they need not be covariates.", HelpName = "COL" };

    private readonly Option<string?> _preset = new("--preset") { Description =
        "hybrid-paper: in-sample forests as the hybrid papers' code has them (biased; for comparison).", HelpName = "PRESET" };

    /// <summary>Adds the flags to a verb.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="ofRelease">Whether what is analysed is a release as it was made: its columns are known, and differences are
    /// meant.</param>
    public EstimationOptions(Command command, bool ofRelease = false)
    {
        ArgumentNullException.ThrowIfNull(command);
        Option[] analysis = [_estimators, _estimand, _contrasts, _folds, _repeats, _small, _nuisance, _calibration, _clip, _known];
        foreach (Option option in ofRelease ? analysis : [.. analysis, _scale, _truth, _cluster, _weights, _release, _impute, _missing, _by,
            _preset])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What is to be estimated of a file.</summary>
    /// <exception cref="CausalLoomException">A name is unknown or a number out of range.</exception>
    public EstimateJob Job(ParseResult parsed, DataFile data) => new()
    {
        Data = data,
        Options = Analysis(parsed),
        Truth = parsed.GetValue(_truth),
        Cluster = parsed.GetValue(_cluster),
        Weights = parsed.GetValue(_weights),
        By = parsed.GetValue(_by)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Distinct(StringComparer.Ordinal).ToArray() ?? [],
        Release = Release(parsed) is { } path ? ReleaseJson.Read(path) : null,
        Imputation = Imputation(parsed),
    };

    private ImputationOptions? Imputation(ParseResult parsed)
    {
        int? tables = parsed.GetValue(_impute);
        string way = parsed.GetValue(_missing) ?? (tables is null ? ImputationFacts.Indicator : ImputationFacts.Impute);
        string[] ways = [ImputationFacts.Indicator, ImputationFacts.Impute];
        if (!ways.Contains(way))
        {
            throw new CausalLoomException($"--missing-covariates '{way}' is none of: {string.Join(", ", ways)}."
                + Suggestion.For(way, ways));
        }

        if (way == ImputationFacts.Indicator)
        {
            return tables is null ? null : throw new CausalLoomException(
                $"--impute {tables} is for imputed covariates: say --missing-covariates impute, or leave it out.");
        }

        ImputationOptions options = new() { Tables = tables ?? ImputationOptions.Usual };
        options.Check();
        return options;
    }

    /// <summary>The file that says what stands between synthetic rows and the population, or null.</summary>
    public string? Release(ParseResult parsed) => parsed.GetValue(_release);

    /// <summary>The name of the nuisances, for the record.</summary>
    public string Nuisance(ParseResult parsed) => parsed.GetValue(_preset) ?? parsed.GetValue(_nuisance) ?? "stack";

    /// <summary>What is to be estimated.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="estimators">The estimators where none is named, separated by commas; null: all.</param>
    /// <exception cref="CausalLoomException">A name is unknown or a number out of range.</exception>
    public AverageEffectOptions Analysis(ParseResult parsed, string? estimators = null)
    {
        int? folds = parsed.GetValue(_folds);
        double clip = parsed.GetValue(_clip);
        double? known = parsed.GetValue(_known);
        if (folds is < 1 or > 100)
        {
            throw new CausalLoomException(FormattableString.Invariant($"--folds {folds} is not between 1 and 100."));
        }

        if (!(clip is >= 0 and < 0.5))
        {
            throw new CausalLoomException(FormattableString.Invariant($"--clip {clip} is not between 0 and 0.5."));
        }

        if (known is { } p && !(p is > 0 and < 1))
        {
            throw new CausalLoomException(FormattableString.Invariant($"--known-propensity {p} is not between 0 and 1."));
        }

        string[]? names = (parsed.GetValue(_estimators) ?? estimators)?.Split(',',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names is { Length: 0 })
        {
            throw new CausalLoomException($"--estimators names none. The estimators are: "
                + $"{string.Join(", ", Installed.Catalogues.Estimators.Names)}.");
        }

        AverageEffectOptions options = (parsed.GetValue(_preset) is { } preset ? Preset(preset, parsed) : new AverageEffectOptions
        {
            // A bound of 0 would divide by 0 where a forest is certain.
            Nuisances = Calibrated(Installed.Catalogues.CreateNuisances(Nuisance(parsed)), parsed) with { Folds = folds,
                Clipping = new PropensityClipping(Math.Max(clip, 1e-9), 1 - Math.Max(clip, 1e-9)), KnownPropensity = known },
        }) with
        {
            Catalogues = Installed.Catalogues,
            Estimators = names is null ? Installed.Catalogues.Estimators.Names : [.. names.Distinct(StringComparer.Ordinal)],
            Repeats = parsed.GetValue(_repeats),
            Estimand = Estimands.Parse(parsed.GetValue(_estimand) ?? "ate"),
            AllPairs = AllPairs(parsed.GetValue(_contrasts)),
            SmallSample = Small(parsed.GetValue(_small)),
            Scale = EffectScales.Parse(parsed.GetValue(_scale) ?? EffectScale.Difference.Name()),
        };
        options.Check();
        return options;
    }

    private static SmallSample Small(string? when) => when switch
    {
        null or "auto" => SmallSample.Auto,
        "never" => SmallSample.Never,
        "always" => SmallSample.Always,
        _ => throw new CausalLoomException($"--small-sample '{when}' is none of: auto, never, always."
            + Suggestion.For(when, ["auto", "never", "always"])),
    };

    private static bool AllPairs(string? contrasts) => contrasts switch
    {
        null or "reference" => false,
        "all" => true,
        _ => throw new CausalLoomException($"--contrasts '{contrasts}' is none of: reference, all."
            + Suggestion.For(contrasts, ["reference", "all"])),
    };

    private NuisanceOptions Calibrated(NuisanceOptions options, ParseResult parsed) =>
        parsed.GetValue(_calibration) is { } name
            ? options with { Propensity = options.Propensity.Calibrated(Installed.Catalogues.Calibrations.Create(name)) } : options;

    private AverageEffectOptions Preset(string preset, ParseResult parsed)
    {
        if (preset != "hybrid-paper")
        {
            throw new CausalLoomException($"There is no preset '{preset}' of estimate.{Suggestion.For(preset, ["hybrid-paper"])} "
                + $"The presets are: hybrid-paper.");
        }

        // What the preset decides cannot be decided again.
        foreach (Option option in new Option[] { _nuisance, _calibration, _folds, _repeats, _clip, _known })
        {
            if (parsed.GetResult(option) is { Implicit: false })
            {
                throw new CausalLoomException($"{option.Name} has no meaning with --preset {preset}: leave it out.");
            }
        }

        return AverageEffectOptions.HybridPaper;
    }
}
