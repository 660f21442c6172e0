using System.Globalization;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neural;

namespace CausalLoom.Benchmarks;

/// <summary>What the MLP step of <see cref="MlpProblem"/> spends on products and on Adam: each of them alone, on its shapes.</summary>
internal sealed unsafe class MlpParts
{
    private const int Batch = 100;
    private static readonly int[] Widths = [25, 200, 200, 200, 100, 100, 1];
    private readonly PinnedFloats[] _values = [.. Widths.Select(w => Filled(Batch * w))],
        _slopes = [.. Widths.Select(w => Filled(Batch * w))];
    private readonly PinnedFloats[] _weights, _gradients;
    private readonly Adam _adam;

    public MlpParts()
    {
        _weights = [.. Enumerable.Range(0, Widths.Length - 1).Select(l => Filled(Widths[l] * Widths[l + 1]))];
        _gradients = [.. Enumerable.Range(0, Widths.Length - 1).Select(l => Filled(Widths[l] * Widths[l + 1]))];
        ParameterStore store = new();
        for (int layer = 0; layer + 1 < Widths.Length; layer++)
        {
            HashedNumbers.Fill(store.Add($"weight{layer}", Widths[layer], Widths[layer + 1]).Value, (uint)layer, 1);
            store.Add($"bias{layer}", 1, Widths[layer + 1]);
        }

        store.ZeroGradient();
        _adam = new Adam(store, new AdamOptions());
    }

    /// <summary>Prints both, as microseconds and as shares of a whole step.</summary>
    public static void Run(double step)
    {
        MlpParts parts = new();
        double products = Timing.Of(parts.Products, 300, 3000).P10, adam = Timing.Of(parts._adam.Step, 300, 3000).P10;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"mlp parts alone, us p10: products {products * 1e6:F1} "
            + $"({100 * products / step:F0}% of the step, {MlpProblem.Operations / products * 1e-9:F1} GFLOP/s), Adam {adam * 1e6:F1} "
            + $"({100 * adam / step:F0}%), the rest {(step - products - adam) * 1e6:F1} ({100 * (step - products - adam) / step:F0}%)"));
    }

    private void Products()
    {
        int last = Widths.Length - 2;
        for (int layer = 0; layer <= last; layer++)
        {
            Gemm.Multiply(GemmKind.NN, Batch, Widths[layer + 1], Widths[layer], _values[layer].Pointer, _weights[layer].Pointer,
                _values[layer + 1].Pointer, false, null);
        }

        for (int layer = last; layer >= 0; layer--)
        {
            Gemm.Multiply(GemmKind.TN, Widths[layer], Widths[layer + 1], Batch, _values[layer].Pointer, _slopes[layer + 1].Pointer,
                _gradients[layer].Pointer, false, null);
            if (layer > 0)
            {
                Gemm.Multiply(GemmKind.NT, Batch, Widths[layer], Widths[layer + 1], _slopes[layer + 1].Pointer, _weights[layer].Pointer,
                    _slopes[layer].Pointer, false, null);
            }
        }
    }

    private static PinnedFloats Filled(int length)
    {
        PinnedFloats values = new(length);
        HashedNumbers.Fill(values.Span(values.Pointer, length), 1, 0.1);
        return values;
    }
}
