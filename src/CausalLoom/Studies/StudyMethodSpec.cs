using System.Globalization;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;

namespace CausalLoom.Studies;

/// <summary>A method as the study file describes it: an average-effect estimator with its nuisances.</summary>
/// <param name="Name">Its name in results.</param>
/// <param name="Estimator">One of <see cref="AverageEffectOptions.AllEstimators"/>.</param>
/// <param name="Nuisance">A name that <see cref="NuisanceRegistry"/> knows.</param>
/// <param name="Folds">Folds of the cross-fit; 1 is in-sample.</param>
/// <param name="Clip">Propensities are kept within [Clip, 1 − Clip].</param>
/// <param name="KnownPropensity">The probability of treatment where it is known and the same for all, or null.</param>
/// <param name="Preset">`hybrid-paper`, which decides all but the estimator, or null.</param>
public sealed record StudyMethodSpec(
    string Name,
    string Estimator,
    string Nuisance = StudyMethodSpec.DefaultNuisance,
    int Folds = 5,
    double Clip = 0.01,
    double? KnownPropensity = null,
    string? Preset = null)
{
    /// <summary>The nuisances where the file does not name any.</summary>
    public const string DefaultNuisance = "stack";

    /// <summary>The preset there is.</summary>
    public const string HybridPaper = "hybrid-paper";

    /// <summary>All that decides the nuisances: methods with the same share one fit in a replicate, so that they differ in nothing else.</summary>
    public string NuisanceKey => Preset ?? string.Create(
        CultureInfo.InvariantCulture,
        $"{Nuisance} folds={Folds} clip={Clip:R} known={(KnownPropensity is { } p ? p.ToString("R", CultureInfo.InvariantCulture) : "no")}");

    /// <summary>The method, ready to estimate.</summary>
    /// <exception cref="CausalLoomException">A name is unknown.</exception>
    public IStudyMethod Create()
    {
        AverageEffects.CheckNames([Estimator]);
        return new AverageMethod(this, Options());
    }

    private AverageEffectOptions Options()
    {
        if (Preset is not null)
        {
            return Preset == HybridPaper ? AverageEffectOptions.HybridPaper : throw new CausalLoomException($"There is no preset '{Preset}'. The presets are: {HybridPaper}.");
        }

        // As `estimate` has it: a bound of 0 would divide by 0 where a forest is certain.
        double bound = Math.Max(Clip, 1e-9);
        return new AverageEffectOptions { Nuisances = NuisanceRegistry.Create(Nuisance) with { Folds = Folds, Clipping = new PropensityClipping(bound, 1 - bound), KnownPropensity = KnownPropensity } };
    }
}
