using CausalLoom.Data;

namespace CausalLoom.Generators;

/// <summary>What every generator asks of a table.</summary>
internal static class GeneratorInput
{
    internal static void Check(Table table, string generator)
    {
        if (table.Columns.Count == 0 || table.Rows < 2)
        {
            throw new CausalLoomException($"Generator '{generator}' needs at least one column and two rows to learn from; the table has {table.Columns.Count} columns and {table.Rows} rows.");
        }
    }
}
