namespace CausalLoom.Studies;

/// <summary>What a study draws its data from.</summary>
public enum StudySourceKind
{
    /// <summary>A process of <see cref="Simulators.SimulatorCatalogue"/>.</summary>
    Simulator,

    /// <summary>A fitted model in a `.loom` file.</summary>
    Model,

    /// <summary>Rows of a CSV file, drawn with or without replacement.</summary>
    Bootstrap,

    /// <summary>Real covariates of a CSV file, treatment and outcome from mechanisms fitted to it.</summary>
    Plasmode,

    /// <summary>A generator fitted, for the study, to rows drawn from another source or to a CSV file.</summary>
    Synthesizer,
}
