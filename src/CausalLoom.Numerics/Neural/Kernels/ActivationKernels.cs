namespace CausalLoom.Numerics.Neural.Kernels;

/// <summary>Activations and their derivatives.</summary>
internal static unsafe class ActivationKernels
{
    private const float LeakySlope = 0.01f;

    /// <summary>y = φ(z).</summary>
    public static void Forward(Activation activation, float* z, float* y, int length)
    {
        for (nint i = 0; i < length; i++)
        {
            float x = z[i];
            y[i] = activation switch
            {
                Activation.Relu => MathF.Max(x, 0),
                Activation.LeakyRelu => x > 0 ? x : LeakySlope * x,
                Activation.Elu => x > 0 ? x : (float)(Math.Exp(x) - 1),
                Activation.Silu => x / (1 + MathF.Exp(-x)),
                Activation.Tanh => MathF.Tanh(x),
                Activation.Sigmoid => 1 / (1 + MathF.Exp(-x)),
                Activation.Softplus => MathF.Max(x, 0) + (float)Math.Log(1 + Math.Exp(-Math.Abs(x))),
                _ => x,
            };
        }
    }

    /// <summary>dz (+)= dy ∘ φ′, from the output y (and, for SiLU only, the input z).</summary>
    public static void Backward(Activation activation, float* z, float* y, float* dy, float* dz, int length, bool accumulate)
    {
        for (nint i = 0; i < length; i++)
        {
            float slope = activation switch
            {
                Activation.Relu => y[i] > 0 ? 1 : 0,
                Activation.LeakyRelu => y[i] > 0 ? 1 : LeakySlope,
                Activation.Elu => y[i] > 0 ? 1 : y[i] + 1,
                Activation.Silu => SiluSlope(z[i]),
                Activation.Tanh => 1 - (y[i] * y[i]),
                Activation.Sigmoid => y[i] * (1 - y[i]),
                Activation.Softplus => 1 - MathF.Exp(-y[i]),
                _ => 1,
            };
            dz[i] = accumulate ? dz[i] + (dy[i] * slope) : dy[i] * slope;
        }
    }

    private static float SiluSlope(float z)
    {
        float s = 1 / (1 + MathF.Exp(-z));
        return s * (1 + (z * (1 - s)));
    }
}
