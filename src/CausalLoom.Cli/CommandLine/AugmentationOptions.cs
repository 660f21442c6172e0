using System.CommandLine;
using System.Globalization;
using CausalLoom.Estimation.Average;
using CausalLoom.Io;
using CausalLoom.Jobs;
using CausalLoom.Mechanisms;
using CausalLoom.Overlap;

namespace CausalLoom.Cli.CommandLine;

/// <summary>The flags of `augment`: whom to add, what for, and how to estimate.</summary>
public sealed class AugmentationOptions
{
    private const string Paper = "hybrid-paper", Delta = "delta_n", None = "none";
    private static readonly string[] Origins = Names<DonorOrigin>(o => o.Name()), Variants = Names<AugmentVariant>(v => v.Name()),
        Averages = Names<Averaging>(a => a.Name()), Orders = Names<MatchOrder>(o => o.Name());

    private readonly Option<string> _donors = new("--donors")
        { Description = "Rows that may stand in for those the data lack; the data's columns.", HelpName = "POOL.csv", Required = true };
    private readonly Option<string> _origin = new("--donors-are") { Description = "real (observed elsewhere), synthetic (from a model of "
        + "other data) or self (from a model of these data: refused).", HelpName = "ORIGIN", Required = true };
    private readonly Option<bool> _allowSelf = new("--allow-self")
        { Description = "Goes on with donors that carry no new information, for a demonstration." };
    private readonly Option<string?> _variant = new("--variant")
        { Description = "Where an added row's outcome comes from: pair (default: a donor of that arm, its own), hybrid (a model of the "
        + "pool), self (a model of the data: refused), flip (hybrid after flipping).", HelpName = "V" };
    private readonly Option<double?> _flip = new("--flip") { Description =
        "Share of the donors' outcomes that is flipped first, for sensitivity (variant flip: .1 where not given).", HelpName = "R" };
    private readonly Option<string?> _averaging = new("--averaging")
        { Description = "transport (default: added rows help to learn the outcome means and correct them, weighted to the original "
        + "rows), fit-only (they only help to learn them) or pooled (averages over them too, as the papers).", HelpName = "A" };
    private readonly Option<double?> _lower = new("--lower")
        { Description = "Propensities below are extreme (default .05).", HelpName = "P" };
    private readonly Option<double?> _upper = new("--upper")
        { Description = "Propensities above are extreme (default .95).", HelpName = "P" };
    private readonly Option<double?> _quantile = new("--quantile")
        { Description = "Extreme are propensities outside their Q and 1 − Q quantiles, instead of --lower and --upper.", HelpName = "Q" };
    private readonly Option<string?> _caliper = new("--caliper") { Description =
        "How far a donor may be: root mean square of differences in standard deviations (default .5), or none.", HelpName = "C" };
    private readonly Option<string?> _order = new("--order")
        { Description = "Who chooses first: nearest (default: the closest pair) or row (in the file's order).", HelpName = "O" };
    private readonly Option<string?> _estimators = new("--estimators")
        { Description = "Separated by commas: or, ipw, aipw, tmle (default: all).", HelpName = "A,B,…" };
    private readonly Option<string?> _nuisance = new("--nuisance") { Description = $"Propensity and outcome models: "
        + $"{string.Join(", ", Installed.Catalogues.Nuisances.Names)}, or PROPENSITY+OUTCOME (default: stack).", HelpName = "N" };
    private readonly Option<int?> _folds = new("--folds") { Description = "Folds of the cross-fit (default 5).", HelpName = "K" };
    private readonly Option<string?> _clip = new("--clip") { Description = "Propensities are kept within [C, 1 − C]; delta_n is the "
        + "papers' rule (default: .01, and delta_n in pooled averages).", HelpName = "C" };
    private readonly Option<string?> _truth = new("--truth")
        { Description = "A column with each unit's true effect; no covariate.", HelpName = "COL" };
    private readonly Option<string?> _preset = new("--preset") { Description = "hybrid-paper: extremes, matching and in-sample forests as "
        + "the papers' code has them (biased; for comparison).", HelpName = "PRESET" };

    /// <summary>Adds the flags to a verb.</summary>
    public AugmentationOptions(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        foreach (Option option in new Option[] { _donors, _origin, _allowSelf, _variant, _flip, _averaging, _lower, _upper, _quantile,
            _caliper, _order, _estimators, _nuisance, _folds, _clip, _truth, _preset })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The file of donors.</summary>
    public string Donors(ParseResult parsed) => parsed.GetRequiredValue(_donors);

    /// <summary>What is to be done with a file and its donors.</summary>
    /// <exception cref="CausalLoomException">A word is unknown, a number out of range, or two flags do not go together.</exception>
    public AugmentJob Job(ParseResult parsed, DataFile data, DataFile donors) => new()
    {
        Data = data,
        Donors = donors,
        Options = Options(parsed),
        Origin = (DonorOrigin)Word(_origin, parsed.GetRequiredValue(_origin), Origins),
        AllowSelf = parsed.GetValue(_allowSelf),
        Truth = parsed.GetValue(_truth),
    };

    /// <summary>The name of the nuisances, for the record.</summary>
    public string Nuisance(ParseResult parsed) => parsed.GetValue(_preset) ?? parsed.GetValue(_nuisance) ?? "stack";

    private AugmentAnalysisOptions Options(ParseResult parsed)
    {
        bool paper = parsed.GetValue(_preset) is { } preset && (
            preset == Paper ? true : throw new CausalLoomException($"There is no preset '{preset}' of augment. The presets are: {Paper}."));
        if (paper && new Option[] { _lower, _upper, _quantile, _caliper, _order, _nuisance, _folds, _clip }.FirstOrDefault(o =>
            parsed.GetResult(o) is not null) is { } decided)
        {
            throw new CausalLoomException($"{decided.Name} has no meaning with --preset {Paper}: leave it out.");
        }

        AugmentAnalysisOptions start = paper ? AugmentAnalysisOptions.HybridPaper : new AugmentAnalysisOptions
            { Augment = Matching(parsed), Effects = Effects(parsed), ClipAtDelta = Clip(parsed).AtDelta };
        AugmentOptions augment = Variant(start.Augment, parsed);
        augment.Check();
        if (augment.Variant == AugmentVariant.Self && !parsed.GetValue(_allowSelf))
        {
            throw new CausalLoomException("The variant self draws outcomes from a model of the data themselves and adds no information: "
                + "use pair or hybrid, or see it for yourself with --allow-self.");
        }

        return start with { Augment = augment, Effects = start.Effects with { Estimators = Estimators(parsed) } };
    }

    private static string[] Names<T>(Func<T, string> name)
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(name)];

    private static int Word(Option option, string word, string[] known)
    {
        int at = Array.IndexOf(known, word);
        return at >= 0 ? at : throw new CausalLoomException($"{option.Name} is no '{word}'.{Suggestion.For(word, known)} It is one of: "
            + $"{string.Join(", ", known)}.");
    }

    private AugmentOptions Variant(AugmentOptions augment, ParseResult parsed)
    {
        AugmentVariant variant = parsed.GetValue(_variant) is { } name ? (AugmentVariant)Word(_variant, name, Variants) : augment.Variant;
        Averaging averaging = parsed.GetValue(_averaging) is { } word ? (Averaging)Word(_averaging, word, Averages) : augment.Averaging;
        return augment with
            { Variant = variant, Flip = parsed.GetValue(_flip) ?? (variant == AugmentVariant.Flip ? 0.1 : 0), Averaging = averaging };
    }

    private AugmentOptions Matching(ParseResult parsed)
    {
        double? quantile = parsed.GetValue(_quantile);
        if (quantile is not null && (parsed.GetValue(_lower) ?? parsed.GetValue(_upper)) is not null)
        {
            throw new CausalLoomException("Give either --quantile or --lower and --upper, not both.");
        }

        ExtremeRule extremes = new()
            { Lower = parsed.GetValue(_lower) ?? 0.05, Upper = parsed.GetValue(_upper) ?? 0.95, Quantile = quantile };
        _ = extremes.Of([0.5]);
        return new AugmentOptions
        {
            Extremes = extremes,
            Caliper = parsed.GetValue(_caliper) switch { null => AugmentOptions.DefaultCaliper, None => null, var text =>
                Number(_caliper, text) },
            Order = parsed.GetValue(_order) is { } order ? (MatchOrder)Word(_order, order, Orders) : MatchOrder.NearestFirst,
        };
    }

    private AverageEffectOptions Effects(ParseResult parsed)
    {
        int folds = parsed.GetValue(_folds) ?? 5;
        if (folds is < 1 or > 100)
        {
            throw new CausalLoomException(FormattableString.Invariant($"--folds {folds} is not between 1 and 100."));
        }

        // A bound of 0 would divide by 0 where a forest is certain.
        double bound = Math.Max(Clip(parsed).At, 1e-9);
        return new AverageEffectOptions { Nuisances = Installed.Catalogues.CreateNuisances(Nuisance(parsed)) with
            { Folds = folds, Clipping = new PropensityClipping(bound, 1 - bound) } };
    }

    private (double At, bool? AtDelta) Clip(ParseResult parsed) => parsed.GetValue(_clip) switch
    {
        null => (PropensityClipping.Default.Lower, null),
        Delta => (PropensityClipping.Default.Lower, true),
        var text when Number(_clip, text) is >= 0 and < 0.5 and var at => (at, false),
        var text => throw new CausalLoomException($"--clip {text} is not between 0 and 0.5, nor {Delta}."),
    };

    private static double Number(Option option, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
        ? value
        : throw new CausalLoomException($"{option.Name} '{text}' is not a number.");

    private string[] Estimators(ParseResult parsed)
    {
        string[] names = parsed.GetValue(_estimators)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            ?? Installed.Catalogues.Estimators.Names.ToArray();
        new AverageEffectOptions { Estimators = names }.Check();
        return names.Length > 0 ? [.. names.Distinct(StringComparer.Ordinal)] : throw new CausalLoomException($"--estimators names none. "
            + $"The estimators are: {string.Join(", ", Installed.Catalogues.Estimators.Names)}.");
    }
}
