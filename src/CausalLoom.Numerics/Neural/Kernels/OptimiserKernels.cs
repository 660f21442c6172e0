using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Neural.Kernels;

/// <summary>Passes over whole parameter arenas.</summary>
internal static unsafe class OptimiserKernels
{
    public static double SumOfSquares(float* x, int length)
    {
        double sum = 0;
        for (int i = 0; i < length; i++)
        {
            sum += (double)x[i] * x[i];
        }

        return sum;
    }

    public static void Scale(float* x, int length, float factor)
    {
        for (int i = 0; i < length; i++)
        {
            x[i] *= factor;
        }
    }

    public static void Adam(ParameterStore store, PinnedFloats first, PinnedFloats second, in AdamStep step)
    {
        float* w = store.Values, g = store.Gradients, m = first.Pointer, v = second.Pointer;
        for (int i = 0; i < store.Used; i++)
        {
            float gradient = MathF.FusedMultiplyAdd(w[i], step.CoupledDecay, g[i]);
            m[i] = MathF.FusedMultiplyAdd(gradient, step.OneMinusBeta1, m[i] * step.Beta1);
            v[i] = MathF.FusedMultiplyAdd(gradient * gradient, step.OneMinusBeta2, v[i] * step.Beta2);
            float root = MathF.FusedMultiplyAdd(MathF.Sqrt(v[i]), step.InverseRootCorrection2, step.Epsilon);
            w[i] = (w[i] * step.Shrinkage) - (step.StepSize * (m[i] / root));
        }
    }
}
