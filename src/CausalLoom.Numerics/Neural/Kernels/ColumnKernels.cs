namespace CausalLoom.Numerics.Neural.Kernels;

/// <summary>Passes that reduce along columns of row-major matrices.</summary>
internal static unsafe class ColumnKernels
{
    /// <summary>sums (+)= column sums.</summary>
    public static void Sum(float* x, int rows, int columns, float* sums, bool accumulate)
    {
        for (nint j = 0; j < columns; j++)
        {
            double sum = 0;
            for (nint i = 0; i < rows; i++)
            {
                sum += x[(i * columns) + j];
            }

            sums[j] = accumulate ? sums[j] + (float)sum : (float)sum;
        }
    }

    /// <summary>sums (+)= column sums of x ∘ y.</summary>
    public static void SumOfProducts(float* x, float* y, int rows, int columns, float* sums, bool accumulate)
    {
        for (nint j = 0; j < columns; j++)
        {
            double sum = 0;
            for (nint i = 0; i < rows; i++)
            {
                sum += (double)x[(i * columns) + j] * y[(i * columns) + j];
            }

            sums[j] = accumulate ? sums[j] + (float)sum : (float)sum;
        }
    }

    /// <summary>The mean and the biased variance of each column, in two passes in float64.</summary>
    public static void Moments(float* x, int rows, int columns, double* mean, double* variance)
    {
        for (nint j = 0; j < columns; j++)
        {
            double sum = 0, square = 0;
            for (nint i = 0; i < rows; i++)
            {
                sum += x[(i * columns) + j];
            }

            mean[j] = sum / rows;
            for (nint i = 0; i < rows; i++)
            {
                double difference = x[(i * columns) + j] - mean[j];
                square += difference * difference;
            }

            variance[j] = square / rows;
        }
    }

    /// <summary>y = (x − mean)·(inverse·scale) + shift.</summary>
    public static void Normalise(float* x, int rows, int columns, float* mean, float* inverse, float* scale, float* shift, float* y)
    {
        for (nint row = 0, i = 0; row < rows; row++)
        {
            for (nint j = 0; j < columns; j++, i++)
            {
                y[i] = MathF.FusedMultiplyAdd(x[i] - mean[j], inverse[j] * scale[j], shift[j]);
            }
        }
    }

    /// <summary>Column sums of dy and of dy·(x − mean)·inverse.</summary>
    public static void GradientSums(float* dy, float* x, int rows, int columns, float* mean, float* inverse, float* sums, float* products)
    {
        for (nint j = 0; j < columns; j++)
        {
            double sum = 0, product = 0;
            for (nint i = 0; i < rows; i++)
            {
                nint at = (i * columns) + j;
                sum += dy[at];
                product += (double)dy[at] * (x[at] - mean[j]);
            }

            sums[j] = (float)sum;
            products[j] = (float)(product * inverse[j]);
        }
    }

    /// <summary>dx (+)= scale·inverse·(dy − share·sums − (x − mean)·inverse·share·products).</summary>
    public static void NormaliseGradient(float* dy, float* x, int rows, int columns, float* mean, float* inverse, float* scale, float* sums, float* products, float share, float* dx, bool accumulate)
    {
        for (nint row = 0, i = 0; row < rows; row++)
        {
            for (nint j = 0; j < columns; j++, i++)
            {
                float standardised = (x[i] - mean[j]) * inverse[j];
                float value = scale[j] * inverse[j] * (dy[i] - (share * sums[j]) - (standardised * share * products[j]));
                dx[i] = accumulate ? dx[i] + value : value;
            }
        }
    }
}
