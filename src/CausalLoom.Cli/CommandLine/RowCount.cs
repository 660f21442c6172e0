namespace CausalLoom.Cli.CommandLine;

/// <summary>Checks a number of rows to draw.</summary>
public static class RowCount
{
    /// <summary>The number as asked, or null for the default.</summary>
    /// <exception cref="CausalLoomException">Below one.</exception>
    public static int? Check(int? rows) => rows is < 1
        ? throw new CausalLoomException($"--rows {rows} is below 1.")
        : rows;
}
