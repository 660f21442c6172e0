using CausalLoom.Numerics.Neural;

namespace CausalLoom.Generators.Flow;

/// <summary>Where each column's law lies among a network's outputs: category logits first, then the spline of its continuum.</summary>
internal sealed class FlowLayout
{
    internal FlowLayout(FlowColumn[] columns, SplineShape spline)
    {
        Columns = columns;
        Spline = spline;
        Masked = [.. columns.Select(c =>
            new MaskedColumn(c.HasContinuum, c.HasLevels ? c.Categories : 0, Logits(c) + (c.HasContinuum ? spline.RawLength : 0)))];
        LevelColumns = [.. Enumerable.Range(0, columns.Length).Where(j => columns[j].HasLevels)];
        NumberColumns = [.. Enumerable.Range(0, columns.Length).Where(j => columns[j].HasContinuum)];
    }

    internal FlowColumn[] Columns { get; }

    internal SplineShape Spline { get; }

    internal MaskedColumn[] Masked { get; }

    /// <summary>The columns that vary by category.</summary>
    internal int[] LevelColumns { get; }

    /// <summary>The columns with a continuum.</summary>
    internal int[] NumberColumns { get; }

    /// <summary>Whether there is nothing to learn: every column is constant.</summary>
    internal bool IsConstant => LevelColumns.Length == 0 && NumberColumns.Length == 0;

    internal static int Logits(FlowColumn column) => column.HasLevels ? column.Categories : 0;

    /// <summary>A network that starts as the product of the columns' margins.</summary>
    internal MaskedNetwork Network(NflowOptions options, Numerics.Random.RandomStream stream, out ParameterStore store)
    {
        store = new ParameterStore();
        MaskedOptions masked = new() { Width = options.WidthFor(Columns.Length), Blocks = options.Blocks, Activation = options.Activation,
            Dropout = options.Dropout };
        MaskedNetwork network = new(store, Masked, masked, stream);
        foreach (int j in LevelColumns)
        {
            double[] frequencies = Columns[j].Frequencies();
            Span<float> bias = network.HeadBias.Value.Slice(network.OutputOf(j).Start, frequencies.Length);
            for (int k = 0; k < frequencies.Length; k++)
            {
                bias[k] = (float)Math.Log(frequencies[k]);
            }
        }

        return network;
    }
}
