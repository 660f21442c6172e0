using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Models;

namespace CausalLoom.Synthesis;

/// <summary>A fitted synthesizer: a source of rows that can be saved.</summary>
public interface IFittedSynthesizer : ICausalSource
{
    /// <summary>The name of the method that fitted it.</summary>
    string Method { get; }

    /// <summary>Whether its rows come with a truth; a joint model has none.</summary>
    bool HasTruth { get; }

    /// <summary>The treatment's levels.</summary>
    TreatmentSpace TreatmentSpace { get; }

    /// <summary>The fitted generator: of the covariates, or of all columns in a joint model.</summary>
    ITabularModel Generator { get; }

    /// <summary>How the generator's training went.</summary>
    IReadOnlyList<TrainingPoint> TrainingCurve { get; }

    /// <summary>All that is needed to load it again.</summary>
    ModelState Save();
}
