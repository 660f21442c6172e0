using CausalLoom.Data;

namespace CausalLoom.Generators;

/// <summary>What every generator asks of a table.</summary>
internal static class GeneratorInput
{
    // Beyond this a dense first layer no longer fits in memory, and no study has so many covariates.
    private const int MaxColumns = 20_000;

    internal static void Check(Table table, string generator)
    {
        if (table.Columns.Count == 0 || table.Rows < 2)
        {
            throw new CausalLoomException($"Generator '{generator}' needs at least one column and two rows to learn from; the table has "
                + $"{table.Columns.Count} columns and {table.Rows} rows.");
        }

        if (table.Columns.Count > MaxColumns)
        {
            throw new CausalLoomException($"Generator '{generator}' takes at most {MaxColumns} columns; the table has "
                + $"{table.Columns.Count}. Name those to use (‹covariates›).");
        }
    }
}
