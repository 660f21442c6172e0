using System.Globalization;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Neural.Kernels;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Benchmarks;

/// <summary>Nanoseconds an element of activations and random fills, on 20 000 elements.</summary>
internal static unsafe class ElementsBenchmark
{
    private const int Count = 20_000;

    public static void Run()
    {
        PinnedFloats x = new(Count), y = new(Count);
        HashedNumbers.Fill(new Span<float>(x.Pointer, Count), 1, 4);
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            Report(activation.ToString(), () => ActivationKernels.Forward(activation, x.Pointer, y.Pointer, Count));
        }

        RandomStream stream = RandomStream.Of(1);
        float[] target = new float[Count];
        Report("FillUniform", () => stream.FillUniform(target));
        Report("FillNormal", () => stream.FillNormal(target));
        Report("FillGumbel", () => stream.FillGumbel(target));
        Report("FillDropoutMask", () => stream.FillDropoutMask(target, 0.1));
    }

    private static void Report(string name, Action work)
    {
        Timing timing = Timing.Of(work, 20, 500);
        Console.WriteLine($"{name,-16} ns_per_element {(timing.Median * 1e9 / Count).ToString("F3", CultureInfo.InvariantCulture)}");
    }
}
