namespace CausalLoom.Numerics.Linear;

/// <summary>Single-precision matrix products on contiguous row-major operands.</summary>
internal static unsafe class Gemm
{
    public static void Multiply(GemmKind kind, int m, int n, int k, float* a, float* b, float* c, bool accumulate, float* bias)
    {
        for (nint i = 0; i < m; i++)
        {
            for (nint j = 0; j < n; j++)
            {
                float sum = accumulate ? c[(i * n) + j] : bias != null ? bias[j] : 0;
                for (nint p = 0; p < k; p++)
                {
                    float x = kind == GemmKind.TN ? a[(p * m) + i] : a[(i * k) + p];
                    float y = kind == GemmKind.NT ? b[(j * k) + p] : b[(p * n) + j];
                    sum = MathF.FusedMultiplyAdd(x, y, sum);
                }

                c[(i * n) + j] = sum;
            }
        }
    }
}
