namespace CausalLoom.DonorStudy;

/// <summary>What is wrong with the donors' outcomes.</summary>
internal enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Half of them were overwritten with 1.</summary>
    HalfOverwritten,

    /// <summary>They are higher by about half a standard deviation of what covariates leave over.</summary>
    MeanMoved,

    /// <summary>The same in the treated arm alone.</summary>
    TreatedMoved,

    /// <summary>They fall with the first covariate where the data's rise.</summary>
    SlopeTurned,

    /// <summary>What covariates leave over is twice as large.</summary>
    SpreadDoubled,

    /// <summary>A fifth of them are 0.</summary>
    FifthZero,
}
