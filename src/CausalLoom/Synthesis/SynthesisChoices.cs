using CausalLoom.Catalogue;
using CausalLoom.Generators;
using CausalLoom.Generators.Gan;
using CausalLoom.Generators.Vae;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Networks;
using CausalLoom.Mechanisms.Residuals;

namespace CausalLoom.Synthesis;

/// <summary>The parts of a request with their options: the defaults, what a preset has in their place, and what was set by name.</summary>
internal sealed record SynthesisChoices(Choice<ITabularGenerator> Generator, Choice<IPropensityLearner> Propensity,
    Choice<IOutcomeLearner> Outcome, Choice<OutcomeNoise> Noise)
{
    /// <summary>The choices of a request that names all parts its method has; those that it has none of are the defaults.</summary>
    /// <exception cref="CausalLoomException">There is no part of a name, or a setting is wrong.</exception>
    public static SynthesisChoices Of(SynthesisRequest request)
    {
        SynthesisRequest names = SynthesizerFactory.Defaults;
        Catalogues catalogues = Catalogues.Default;
        string generator = request.Generator ?? names.Generator!, propensity = request.Propensity ?? names.Propensity!,
            outcome = request.OutcomeModel ?? names.OutcomeModel!;
        SynthesisChoices choices = new(
            new(catalogues.Generators, "generator", generator, Of(request.Preset, generator)),
            new(catalogues.Propensities, "propensity", propensity, Of(request.Preset, propensity, true)),
            new(catalogues.Outcomes, "outcome-model", outcome, Of(request.Preset, outcome)),
            new(catalogues.OutcomeNoises, "outcome-noise", request.Noise ?? names.Noise!));
        Choice[] used = request.Method == JointSynthesizer.Name ? [choices.Generator]
            : request.Method == CovariateTreatmentSynthesizer.Name ? [choices.Generator, choices.Outcome, choices.Noise]
            : [choices.Generator, choices.Propensity, choices.Outcome, choices.Noise];
        Choice.Apply(request.Settings ?? [], used);
        return choices;
    }

    // What a preset has in the place of a part's defaults.
    private static object? Of(string? preset, string name, bool propensity = false) => (preset, name) switch
    {
        (SynthesisRequest.SteamPaper, "tvae") => TvaeOptions.SteamPaper,
        (SynthesisRequest.SteamPaper, "slearner" or "tlearner") => BasicNetOptions.SteamPaper,
        (SynthesisRequest.HybridPaper, "ctgan") => CtganOptions.HybridPaper,
        (SynthesisRequest.HybridPaper, "forest") => propensity ? ForestPropensityOptions.HybridPaper : ForestOutcome.HybridPaper,
        (SynthesisRequest.Wgan, "ctgan") =>
            new CtganOptions { GeneratorWidths = [128, 128, 128], CriticWidths = [128, 128, 128], CriticDropout = 0.1 },
        _ => null,
    };
}
