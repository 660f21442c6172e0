using CausalLoom.Data;

namespace CausalLoom.Generators.Bootstrap;

/// <summary>
/// Draws rows of the data with replacement: the copying reference that every metric of privacy and copying is read against. It protects
/// nobody.
/// </summary>
public sealed record BootstrapGenerator : ITabularGenerator
{
    /// <inheritdoc />
    public string Name => "bootstrap";

    /// <inheritdoc />
    public ITabularModel Fit(Table table, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(context);
        GeneratorInput.Check(table, Name);
        context.Report("Keeping the rows", 0);
        BootstrapModel model = new(table);
        context.Report("Keeping the rows", 1);
        return model;
    }
}
