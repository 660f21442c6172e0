using System.Globalization;
using CausalLoom.Catalogue;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;
using CausalLoom.Overlap;

namespace CausalLoom.Studies;

/// <summary>A method as the study file describes it: an average-effect estimator with its nuisances.</summary>
/// <param name="Name">Its name in results.</param>
/// <param name="Estimator">A name that <see cref="EstimatorCatalogue"/> knows.</param>
/// <param name="Nuisance">A name that <see cref="NuisanceCatalogue"/> knows.</param>
/// <param name="Folds">Folds of the cross-fit; 1 is in-sample, null as <see cref="NuisanceOptions.Folds"/>.</param>
/// <param name="Clip">Propensities are kept within [Clip, 1 − Clip].</param>
/// <param name="KnownPropensity">The probability of treatment where it is known and the same for all, or null.</param>
/// <param name="Preset">`hybrid-paper`, which decides all but the estimator, or null.</param>
public sealed record StudyMethodSpec(
    string Name,
    string Estimator,
    string Nuisance = StudyMethodSpec.DefaultNuisance,
    int? Folds = null,
    double Clip = 0.01,
    double? KnownPropensity = null,
    string? Preset = null)
{
    /// <summary>The nuisances where the file does not name any.</summary>
    public const string DefaultNuisance = "stack";

    /// <summary>The preset there is.</summary>
    public const string HybridPaper = "hybrid-paper";

    /// <summary>
    /// Whether propensities are clipped at δ_n of the rows averaged over, as the hybrid papers have it, instead of <see cref="Clip"/>.
    /// </summary>
    public bool ClipAtDelta { get; init; }

    /// <summary>
    /// Whether rows are weighted to the overlap population, though the estimate is held against the study's estimand: an answer to poor
    /// overlap that changes the question.
    /// </summary>
    public bool OverlapWeights { get; init; }

    /// <summary>Where names are looked up.</summary>
    public Catalogues Catalogues { get; init; } = Catalogues.Default;

    /// <summary>In how many divisions into folds nuisances are cross-fitted, an odd number: the median is the estimate.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>Whether what tests of the rows find, such as curves that linear nuisances leave, counts as a warning.</summary>
    public bool Doubts { get; init; }

    /// <summary>Which rows are kept, or null for all.</summary>
    public StudyTrim? Trim { get; init; }

    /// <summary>Whose rows are borrowed, or null.</summary>
    public StudyAugment? Augment { get; init; }

    /// <summary>The key of the study file that is for two arms alone; null: it takes any number.</summary>
    internal string? ForTwoArms => Trim is not null ? "trim" : Augment is not null ? "augment"
        : KnownPropensity is not null ? "known_propensity" : Preset is not null && Estimator == "tmle" ? "preset" : null;

    /// <summary>What a reader is told of it.</summary>
    public string Description =>
        string.Join(", ", new[] { Estimator, NuisanceKey, ClipAtDelta ? "clip=delta_n" : null, OverlapWeights ? "weights=overlap" : null,
        Repeats > 1 ? string.Create(CultureInfo.InvariantCulture, $"repeats={Repeats}") : null,
        Trim?.Key, Augment?.Key, Augment is { DonorsAlone: false } a ? "averaging=" + a.Options.Averaging.Name() : null }.OfType<string>());

    /// <summary>
    /// All that decides the nuisances: methods with the same share one fit in a replicate, so that they differ in nothing else.
    /// </summary>
    public string NuisanceKey => Preset ?? string.Create(
        CultureInfo.InvariantCulture,
        $"{Nuisance} folds={FoldsKey} clip={Clip:R} "
            + $"known={(KnownPropensity is { } p ? p.ToString("R", CultureInfo.InvariantCulture) : "no")}");

    // Only regressions have a number of folds of their own: all else keeps the streams that it has with 5.
    private string FoldsKey => Folds is int asked ? asked.ToString(CultureInfo.InvariantCulture)
        : Augment is null && Catalogues.CreateNuisances(Nuisance) is { Outcome.IsRegression: true, Propensity.IsRegression: true }
            ? "auto" : "5";

    /// <summary>The method, ready to estimate.</summary>
    /// <exception cref="CausalLoomException">A name is unknown.</exception>
    public IStudyMethod Create()
    {
        AverageEffectOptions options = Options() with { Catalogues = Catalogues };
        _ = options.Score(Estimator);
        return Augment is not null ? new StudyMethodAugmented(this, options) : new AverageMethod(this, options);
    }

    /// <summary>The options of an estimate over so many rows: δ_n depends on them.</summary>
    internal AverageEffectOptions Clipped(AverageEffectOptions options, int rows) => !ClipAtDelta ? options : options with
    {
        Nuisances = options.Nuisances with { Clipping = DeltaBound.Clipping(rows) },

        // The papers' code bounds the means that TMLE fluctuates likewise.
        Tmle = Preset is null ? options.Tmle : options.Tmle with { Bound = DeltaBound.Of(rows) },
    };

    private AverageEffectOptions Options()
    {
        if (Preset is not null)
        {
            return Preset == HybridPaper ? AverageEffectOptions.HybridPaper
                : throw new CausalLoomException($"There is no preset '{Preset}'. The presets are: {HybridPaper}.");
        }

        // As `estimate` has it: a bound of 0 would divide by 0 where a forest is certain.
        double bound = Math.Max(Clip, 1e-9);
        return new AverageEffectOptions { Nuisances = Catalogues.CreateNuisances(Nuisance) with
            { Folds = Augment is null ? Folds : Folds ?? 5, Clipping = new PropensityClipping(bound, 1 - bound), KnownPropensity =
                KnownPropensity } };
    }
}
