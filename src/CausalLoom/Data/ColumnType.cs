namespace CausalLoom.Data;

/// <summary>How the values of a column are to be understood.</summary>
public enum ColumnType
{
    /// <summary>Real numbers.</summary>
    Continuous,

    /// <summary>Whole numbers.</summary>
    Integer,

    /// <summary>Two levels, in any coding.</summary>
    Binary,

    /// <summary>Unordered levels.</summary>
    Categorical,
}
