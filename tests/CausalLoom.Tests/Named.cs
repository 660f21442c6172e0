using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Generators;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Calibration;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Methods;
using CausalLoom.Models;
using CausalLoom.Simulators;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests;

/// <summary>Parts of the library by their names, with their default options.</summary>
internal static class Named
{
    internal static ITabularGenerator Generator(string name) => Catalogues.Default.Generators.Create(name);

    internal static IPropensityLearner Propensity(string name) => Catalogues.Default.Propensities.Create(name);

    internal static IOutcomeLearner Outcome(string name) => Catalogues.Default.Outcomes.Create(name);

    internal static NuisanceOptions Nuisances(string name) => Catalogues.Default.CreateNuisances(name);

    internal static OutcomeNoise Noise(string name) => Catalogues.Default.OutcomeNoises.Create(name);

    internal static IResidualLaw Law(string name, CausalData data, double[] means, FitContext context) =>
        Noise(name).Learn!(data, means, context);

    internal static ISimulator Simulator(string name, IEnumerable<string>? settings = null) =>
        Catalogues.Default.CreateSimulator(name, settings);

    internal static IPropensityLearner Calibrated(IPropensityLearner learner, string? calibration) =>
        learner.Calibrated(calibration is null ? null : Catalogues.Default.Calibrations.Create(calibration));

    internal static SynthesisPlan Plan(string? method = null, string? generator = null, string? propensity = null, string? outcome = null,
        string? noise = null, string? preset = null, params (string Name, string Value)[] more) => SynthesisPlan.Of(new SynthesisRequest
    {
        Method = method,
        Preset = preset,
        Options = [.. new[] { ("generator", generator), ("propensity", propensity), ("outcome-model", outcome), ("outcome-noise", noise) }
            .Where(option => option.Item2 is not null).Select(option => (option.Item1, option.Item2!)), .. more],
    });

    internal static ISynthesizer Synthesizer(string? method = null, string? generator = null, string? propensity = null,
        string? outcome = null, string? noise = null) => Plan(method, generator, propensity, outcome, noise).Synthesizer;

    internal static ISynthesizer Method(string name) => Catalogues.Default.Methods.Create(name);

    internal static IFittedSynthesizer LoadSynthesizer(ModelState state) => Catalogues.Default.LoadSynthesizer(state);

    internal static ITabularModel LoadGenerator(ModelState state) => Catalogues.Default.LoadGenerator(state);

    internal static IPropensityModel LoadPropensity(ModelState state) => Catalogues.Default.LoadPropensity(state);

    internal static IOutcomeModel LoadOutcome(ModelState state) => Catalogues.Default.LoadOutcome(state);

    internal static IResidualLaw LoadLaw(ModelState state) => Catalogues.Default.LoadResidualLaw(state);
}
