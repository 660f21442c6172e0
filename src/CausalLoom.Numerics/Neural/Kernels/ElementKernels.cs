namespace CausalLoom.Numerics.Neural.Kernels;

/// <summary>Elementwise passes over float32 buffers; source and destination may be the same buffer.</summary>
internal static unsafe class ElementKernels
{
    /// <summary>y (+)= factor·x.</summary>
    public static void Scale(float* x, float* y, int length, float factor, bool accumulate)
    {
        for (nint i = 0; i < length; i++)
        {
            y[i] = accumulate ? MathF.FusedMultiplyAdd(x[i], factor, y[i]) : x[i] * factor;
        }
    }

    /// <summary>y = factor·x + offset.</summary>
    public static void Affine(float* x, float* y, int length, float factor, float offset)
    {
        for (nint i = 0; i < length; i++)
        {
            y[i] = MathF.FusedMultiplyAdd(x[i], factor, offset);
        }
    }

    /// <summary>z = x + factor·y.</summary>
    public static void AddScaled(float* x, float* y, float factor, float* z, int length)
    {
        for (nint i = 0; i < length; i++)
        {
            z[i] = MathF.FusedMultiplyAdd(y[i], factor, x[i]);
        }
    }

    /// <summary>z (+)= x ∘ y.</summary>
    public static void Multiply(float* x, float* y, float* z, int length, bool accumulate)
    {
        for (nint i = 0; i < length; i++)
        {
            z[i] = accumulate ? MathF.FusedMultiplyAdd(x[i], y[i], z[i]) : x[i] * y[i];
        }
    }

    /// <summary>y = exp x.</summary>
    public static void Exp(float* x, float* y, int length)
    {
        for (nint i = 0; i < length; i++)
        {
            y[i] = MathF.Exp(x[i]);
        }
    }

    /// <summary>Σ (x − centre)², summed in float64.</summary>
    public static double SquaredDistance(float* x, int length, float centre)
    {
        double sum = 0;
        for (nint i = 0; i < length; i++)
        {
            double difference = x[i] - (double)centre;
            sum += difference * difference;
        }

        return sum;
    }

    /// <summary>Copies (or adds) a block of a row-major matrix.</summary>
    public static void CopyBlock(float* source, int sourceStride, float* target, int targetStride, int rows, int columns, bool accumulate)
    {
        for (nint row = 0; row < rows; row++)
        {
            float* from = source + (row * sourceStride), to = target + (row * targetStride);
            if (accumulate)
            {
                Scale(from, to, columns, 1, true);
            }
            else
            {
                new ReadOnlySpan<float>(from, columns).CopyTo(new Span<float>(to, columns));
            }
        }
    }
}
