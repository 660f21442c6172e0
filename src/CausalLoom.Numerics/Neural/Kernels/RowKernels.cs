namespace CausalLoom.Numerics.Neural.Kernels;

/// <summary>Passes that reduce along rows.</summary>
internal static unsafe class RowKernels
{
    /// <summary>y = softmax((x + g)·inverseTemperature), g null for none; returns the log of the sum of exponentials.</summary>
    public static double Softmax(float* x, float* g, int length, float inverseTemperature, float* y)
    {
        float maximum = float.NegativeInfinity;
        for (int i = 0; i < length; i++)
        {
            y[i] = (g == null ? x[i] : x[i] + g[i]) * inverseTemperature;
            maximum = MathF.Max(maximum, y[i]);
        }

        double sum = 0;
        ElementKernels.Affine(y, y, length, 1, -maximum);
        ElementKernels.Exp(y, y, length);
        for (int i = 0; i < length; i++)
        {
            sum += y[i];
        }

        ElementKernels.Scale(y, y, length, (float)(1 / sum), false);
        return maximum + Math.Log(sum);
    }

    /// <summary>dy becomes y ∘ (dy − ⟨dy, y⟩)·inverseTemperature.</summary>
    public static void SoftmaxGradient(float* y, float* dy, int length, float inverseTemperature)
    {
        double dot = 0;
        for (int i = 0; i < length; i++)
        {
            dot += (double)y[i] * dy[i];
        }

        for (int i = 0; i < length; i++)
        {
            dy[i] = y[i] * (dy[i] - (float)dot) * inverseTemperature;
        }
    }

    /// <summary>y = (x − mean)/√(variance + ε) row by row; 1/√(variance + ε) is kept.</summary>
    public static void Standardise(float* x, int rows, int columns, double epsilon, float* y, float* inverse)
    {
        for (nint row = 0; row < rows; row++)
        {
            float* from = x + (row * columns), to = y + (row * columns);
            double mean = 0, square = 0;
            for (int j = 0; j < columns; j++)
            {
                mean += from[j];
            }

            mean /= columns;
            for (int j = 0; j < columns; j++)
            {
                double difference = from[j] - mean;
                square += difference * difference;
            }

            inverse[row] = (float)(1 / Math.Sqrt((square / columns) + epsilon));
            for (int j = 0; j < columns; j++)
            {
                to[j] = (from[j] - (float)mean) * inverse[row];
            }
        }
    }

    /// <summary>y = x ∘ scale + shift, the same for every row.</summary>
    public static void ScaleShift(float* x, int rows, int columns, float* scale, float* shift, float* y)
    {
        for (nint row = 0, i = 0; row < rows; row++)
        {
            for (nint j = 0; j < columns; j++, i++)
            {
                y[i] = MathF.FusedMultiplyAdd(x[i], scale[j], shift[j]);
            }
        }
    }

    /// <summary>dx (+)= inverse·(h − mean(h) − x̂·mean(h ∘ x̂)) with h = dy ∘ scale, row by row.</summary>
    public static void StandardiseGradient(float* dy, float* standardised, float* inverse, float* scale, int rows, int columns, float* dx, bool accumulate)
    {
        for (nint row = 0; row < rows; row++)
        {
            nint at = row * columns;
            double sum = 0, product = 0;
            for (nint j = 0; j < columns; j++)
            {
                double h = dy[at + j] * scale[j];
                sum += h;
                product += h * standardised[at + j];
            }

            float meanH = (float)(sum / columns), meanProduct = (float)(product / columns);
            for (nint j = 0; j < columns; j++)
            {
                float share = inverse[row] * ((dy[at + j] * scale[j]) - meanH - (standardised[at + j] * meanProduct));
                dx[at + j] = accumulate ? dx[at + j] + share : share;
            }
        }
    }
}
