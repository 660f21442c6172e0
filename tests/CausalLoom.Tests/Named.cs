using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Generators;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Calibration;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Models;
using CausalLoom.Simulators;

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

    internal static ITabularModel LoadGenerator(ModelState state) => Catalogues.Default.LoadGenerator(state);

    internal static IPropensityModel LoadPropensity(ModelState state) => Catalogues.Default.LoadPropensity(state);

    internal static IOutcomeModel LoadOutcome(ModelState state) => Catalogues.Default.LoadOutcome(state);

    internal static IResidualLaw LoadLaw(ModelState state) => Catalogues.Default.LoadResidualLaw(state);
}
