namespace CausalLoom.Data.Cells;

/// <summary>What the text of a cell looks like.</summary>
internal enum CellKind
{
    /// <summary>One of the missing tokens.</summary>
    Missing,

    /// <summary>A whole number that a double holds exactly.</summary>
    Whole,

    /// <summary>A whole number beyond 2^53, or one with leading zeros: likely a code, not a quantity.</summary>
    CodeLike,

    /// <summary>A number with a decimal point or an exponent.</summary>
    Decimal,

    /// <summary>Infinity, spelled out or too large for a double.</summary>
    Infinite,

    /// <summary>Digits with a comma: a decimal comma or thousands.</summary>
    Comma,

    /// <summary>A date, perhaps with a time.</summary>
    Date,

    /// <summary>Anything else.</summary>
    Text,
}
