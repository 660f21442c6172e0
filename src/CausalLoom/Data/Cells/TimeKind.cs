namespace CausalLoom.Data.Cells;

/// <summary>What numbers of a form say about time.</summary>
internal enum TimeKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Whole days since 1970-01-01.</summary>
    Date,

    /// <summary>Seconds since 1970-01-01 00:00:00.</summary>
    DateTime,

    /// <summary>A length of time, or a time of day since midnight.</summary>
    Duration,
}
