namespace CausalLoom.Overlap.Agreement;

/// <summary>How donors' outcomes differ from those of the data, given arm and covariates.</summary>
public enum DisagreementKind
{
    /// <summary>They are higher or lower throughout.</summary>
    Mean,

    /// <summary>They depend otherwise on a covariate, or on what the covariates predict.</summary>
    Slope,

    /// <summary>They scatter more or less about what the covariates predict.</summary>
    Spread,

    /// <summary>One value is more or less frequent.</summary>
    Value,

    /// <summary>Their distribution about what the covariates predict has another form.</summary>
    Shape,
}
