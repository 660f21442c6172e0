using CausalLoom.Generators.CausalMix;
using CausalLoom.Sandbox.Penalty;

namespace CausalLoom.PenaltyStudy;

/// <summary>The ways to fit that are compared.</summary>
internal static class ToyWays
{
    // The notebook's weights of squared error and variance.
    private static readonly PenaltyOptions Notebook = PenaltyOptions.Paper with
        { TauSquareShare = 0.2, KappaSquareShare = 0.2, TauVariance = 0.2, KappaVariance = 0.02 };

    private static readonly Dictionary<string, PenaltyOptions> Known = new(StringComparer.Ordinal)
    {
        ["defaults"] = new PenaltyOptions(),
        ["defaults stopped early"] = new PenaltyOptions { OutcomeSchedule = new TrainingSchedule { MaxSteps = 4000 } },
        ["defaults one network"] = new PenaltyOptions { SeparateBase = false },
        ["defaults gaussian"] = Prior(new PenaltyOptions(), CausalMixPriorKind.Gaussian),
        ["defaults mse reconstruction"] = Reconstruct(new PenaltyOptions(), CausalMixReconstruction.SquaredError),
        ["defaults weights by hand"] = new PenaltyOptions { Augmented = false },
        ["defaults weights by hand mse control"] = new PenaltyOptions { Augmented = false, Control = PenaltyControl.MeanSquare },
        ["paper"] = Notebook,
        ["paper gaussian"] = Prior(Notebook, CausalMixPriorKind.Gaussian),
        ["paper mse reconstruction"] = Reconstruct(Notebook, CausalMixReconstruction.SquaredError),
        ["paper mse control"] = Notebook with { Control = PenaltyControl.MeanSquare },
    };

    internal static IReadOnlyCollection<string> Names => Known.Keys;

    internal static PenaltyOptions Of(string name) => Known[name];

    private static PenaltyOptions Prior(PenaltyOptions options, CausalMixPriorKind prior) =>
        options with { Covariates = options.Covariates with { Prior = prior } };

    private static PenaltyOptions Reconstruct(PenaltyOptions options, CausalMixReconstruction reconstruction) =>
        options with { Covariates = options.Covariates with { Reconstruction = reconstruction } };
}
