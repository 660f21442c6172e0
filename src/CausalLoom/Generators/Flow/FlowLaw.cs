namespace CausalLoom.Generators.Flow;

/// <summary>A trained law: flows whose conditional laws are averaged, and what calibrates them.</summary>
internal sealed class FlowLaw
{
    internal FlowLaw(FlowLayout layout, NflowOptions options, FlowMember[] members)
    {
        Layout = layout;
        Options = options;
        Members = members;
        Offsets = [.. layout.Columns.Select(c => new double[FlowLayout.Logits(c)])];
        Maps = new FlowMap?[layout.Columns.Length];
    }

    internal FlowLayout Layout { get; }

    internal NflowOptions Options { get; }

    internal FlowMember[] Members { get; }

    /// <summary>What is added to each column's logits (<see cref="Margins.CategoryOffsets"/>).</summary>
    internal double[][] Offsets { get; }

    /// <summary>The last map of each column's normal score, or null for none.</summary>
    internal FlowMap?[] Maps { get; }
}
