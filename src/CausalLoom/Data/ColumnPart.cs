namespace CausalLoom.Data;

/// <summary>Which part of a file's column a column of the table is.</summary>
public enum ColumnPart
{
    /// <summary>All of it.</summary>
    Whole,

    /// <summary>The first number of a pair such as 120/80.</summary>
    First,

    /// <summary>The second number of a pair.</summary>
    Second,

    /// <summary>Why a value is missing.</summary>
    MissingKind,
}
