namespace CausalLoom.Generators.Text;

/// <summary>How a language model writes rows.</summary>
public enum RowDecoding
{
    /// <summary>
    /// The order of the columns is drawn and their names are given; of each value only tokens that can still become a valid one are
    /// drawn from. No row is ever rejected for its text.
    /// </summary>
    Constrained,

    /// <summary>
    /// The model writes all but the first name, as in the paper; rows that cannot be read as proper ones are drawn again.
    /// </summary>
    Free,
}
