namespace CausalLoom.Overlap;

/// <summary>Where donors come from, as the user states it. It decides what they can add.</summary>
public enum DonorOrigin
{
    /// <summary>Observed elsewhere: another trial, a registry. New information, if the outcome obeys the same law there.</summary>
    Real,

    /// <summary>Drawn from a model that was fitted to other data. As good as that model, and no more than its data say.</summary>
    Synthetic,

    /// <summary>Drawn from a model of the very rows that are augmented. No new information.</summary>
    Self,
}
