using System.ComponentModel.DataAnnotations;

namespace CausalLoom.Generators.CausalMix;

/// <summary>How long, in what steps and until when a network of this family is trained.</summary>
public sealed record TrainingSchedule
{
    /// <summary>Passes over the rows.</summary>
    [Range(1, int.MaxValue)]
    public int Epochs { get; init; } = 400;

    /// <summary>Training ends after this many steps, if not before.</summary>
    [Range(1, int.MaxValue)]
    public int MaxSteps { get; init; } = 6000;

    /// <summary>Rows in a step.</summary>
    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 128;

    /// <summary>Adam's learning rate.</summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Whether the learning rate falls linearly to 0 over the planned steps.</summary>
    public bool DecayLearningRate { get; init; } = true;

    /// <summary>The share of rows held out to stop early on; 0 trains on all rows to the end.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>The fewest rows worth holding out; smaller tables train on all rows.</summary>
    [Range(0, int.MaxValue)]
    public int MinimumValidationRows { get; init; } = 20;

    /// <summary>Epochs between two looks at the held-out loss, and at whether constraints hold.</summary>
    [Range(1, int.MaxValue)]
    public int LookEvery { get; init; } = 5;

    /// <summary>Looks without improvement that are tolerated before training stops.</summary>
    [Range(1, int.MaxValue)]
    public int Patience { get; init; } = 12;

    /// <summary>Epochs that are run in any case.</summary>
    [Range(0, int.MaxValue)]
    public int MinimumEpochs { get; init; } = 50;

    /// <summary>Whether the weights of the best look are put back at the end. The paper's code saves them and does not.</summary>
    public bool RestoreBest { get; init; } = true;

    /// <summary>The paper's runs: batches of 10, up to 1,000 epochs, a fifth held out, patience 5, the last weights kept.</summary>
    public static TrainingSchedule Paper { get; } = new()
    {
        Epochs = 1000,
        MaxSteps = int.MaxValue,
        BatchSize = 10,
        LearningRate = 1e-3,
        DecayLearningRate = false,
        ValidationShare = 0.2,
        MinimumValidationRows = 1,
        LookEvery = 1,
        Patience = 5,
        MinimumEpochs = 0,
        RestoreBest = false,
    };
}
