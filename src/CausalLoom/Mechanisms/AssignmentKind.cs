namespace CausalLoom.Mechanisms;

/// <summary>Where the probabilities of a treatment mechanism come from.</summary>
public enum AssignmentKind
{
    /// <summary>Learnt from the covariates.</summary>
    Learnt,

    /// <summary>The share of each level's rows, whatever their covariates.</summary>
    Share,

    /// <summary>Known, and different from row to row.</summary>
    Known,

    /// <summary>Known, and the same for all, as in a trial.</summary>
    Randomized,
}
