using CausalLoom.Numerics.Neural;

namespace CausalLoom.Generators.Flow;

/// <summary>A trained law: networks whose conditional laws are averaged, and what calibrates them.</summary>
internal sealed class FlowLaw
{
    internal FlowLaw(FlowLayout layout, NflowOptions options, MaskedNetwork[] members, ParameterStore[] stores)
    {
        Layout = layout;
        Options = options;
        Members = members;
        Stores = stores;
        Offsets = [.. layout.Columns.Select(c => new double[FlowLayout.Logits(c)])];
        Maps = new FlowMap?[layout.Columns.Length];
    }

    internal FlowLayout Layout { get; }

    internal NflowOptions Options { get; }

    internal MaskedNetwork[] Members { get; }

    internal ParameterStore[] Stores { get; }

    /// <summary>What is added to each column's logits (<see cref="Margins.CategoryOffsets"/>).</summary>
    internal double[][] Offsets { get; }

    /// <summary>The last map of each column's normal score, or null for none.</summary>
    internal FlowMap?[] Maps { get; }
}
