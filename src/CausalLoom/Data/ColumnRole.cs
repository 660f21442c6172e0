namespace CausalLoom.Data;

/// <summary>
/// What a column is for in a causal study. Roles from <see cref="Instrument"/> on are reserved: accepted in a schema and kept out of the
/// covariates.
/// </summary>
public enum ColumnRole
{
    /// <summary>A pre-treatment covariate (X).</summary>
    Covariate,

    /// <summary>The treatment (W).</summary>
    Treatment,

    /// <summary>The outcome (Y).</summary>
    Outcome,

    /// <summary>An identifier: never modelled.</summary>
    Id,

    /// <summary>A sampling weight.</summary>
    Weight,

    /// <summary>Left out of everything.</summary>
    Ignored,

    /// <summary>An instrument (reserved).</summary>
    Instrument,

    /// <summary>A time to event (reserved).</summary>
    Time,

    /// <summary>An event indicator (reserved).</summary>
    Event,

    /// <summary>A cluster (reserved).</summary>
    Cluster,
}
