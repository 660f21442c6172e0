namespace CausalLoom.Data.Formats;

/// <summary>What a column is to a typed file.</summary>
internal enum OutKind
{
    /// <summary>Real numbers.</summary>
    Number,

    /// <summary>Whole numbers of 64 bits.</summary>
    Whole,

    /// <summary>Text.</summary>
    Text,

    /// <summary>Days: numbers since 1970-01-01.</summary>
    Date,

    /// <summary>Days with a time: seconds since 1970-01-01.</summary>
    DateTime,

    /// <summary>Times of the day: seconds since midnight.</summary>
    Time,
}
