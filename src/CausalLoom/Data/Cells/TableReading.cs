namespace CausalLoom.Data.Cells;

/// <summary>A table as it was read.</summary>
/// <param name="Table">The columns that were read, in file order.</param>
/// <param name="Schema">Type, role and form of every column of the file.</param>
/// <param name="Context">What was found on the way.</param>
internal sealed record TableReading(Table Table, Schema Schema, ReadingContext Context)
{
    /// <summary>Gets what is to be said of it.</summary>
    public ReadingLog Log => Context.Log;

    /// <summary>Gets the columns whose values name rows or people.</summary>
    public IReadOnlySet<string> FoundIdentifiers => Context.Identifiers;
}
