namespace CausalLoom.Llm;

/// <summary>Why a row of a reply was refused.</summary>
internal enum RowFault
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>It is no JSON object, or breaks off.</summary>
    Malformed,

    /// <summary>A column is absent, unknown or there twice.</summary>
    Columns,

    /// <summary>A value is of another JSON type than its column.</summary>
    Type,

    /// <summary>A level that the data do not have.</summary>
    Level,

    /// <summary>A number outside the range of the data.</summary>
    Range,

    /// <summary>A fraction where the data have whole numbers.</summary>
    Whole,

    /// <summary>More decimals than the data have.</summary>
    Decimals,

    /// <summary>Missing where the data never are.</summary>
    Missing,
}
