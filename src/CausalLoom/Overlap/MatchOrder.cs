namespace CausalLoom.Overlap;

/// <summary>Who chooses first where two extreme rows want one donor.</summary>
public enum MatchOrder
{
    /// <summary>The closest pair of all that are left. Does not depend on the order of rows, ties apart.</summary>
    NearestFirst,

    /// <summary>Rows with a low propensity in their order, then rows with a high one, as in the papers.</summary>
    RowOrder,
}
