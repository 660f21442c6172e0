using CausalLoom.Numerics.Linear;

namespace CausalLoom.Mechanisms.Networks;

/// <summary>How inputs and outcomes are brought to the scale a network trains on: (x − center) / spread, and back.</summary>
internal sealed class NetScaling
{
    public NetScaling(double[] center, double[] spread, double outputCenter, double outputSpread)
    {
        (Center, Spread, OutputCenter, OutputSpread) = (center, spread, outputCenter, outputSpread);
    }

    public double[] Center { get; }

    /// <summary>Positive; 1 where a column is constant.</summary>
    public double[] Spread { get; }

    public double OutputCenter { get; }

    public double OutputSpread { get; }

    /// <summary>The identity.</summary>
    public static NetScaling None(int inputs)
    {
        double[] ones = new double[inputs];
        Array.Fill(ones, 1);
        return new NetScaling(new double[inputs], ones, 0, 1);
    }

    /// <summary>Mean and SD of each column; of the outcome too where it is a regression's.</summary>
    public static NetScaling Of(Matrix x, ReadOnlySpan<double> y, bool scaleOutcome)
    {
        double[] center = new double[x.Columns], spread = new double[x.Columns];
        for (int j = 0; j < x.Columns; j++)
        {
            (center[j], spread[j]) = MeanAndSd(x.Column(j));
        }

        (double outputCenter, double outputSpread) = scaleOutcome ? MeanAndSd(y) : (0, 1);
        return new NetScaling(center, spread, outputCenter, outputSpread);
    }

    /// <summary>The inputs as the network takes them [n × d], float32.</summary>
    public float[] Inputs(Matrix x)
    {
        float[] scaled = new float[x.Rows * x.Columns];
        for (int i = 0; i < x.Rows; i++)
        {
            ReadOnlySpan<double> row = x.Row(i);
            for (int j = 0; j < row.Length; j++)
            {
                scaled[(i * row.Length) + j] = (float)((row[j] - Center[j]) / Spread[j]);
            }
        }

        return scaled;
    }

    /// <summary>The outcomes as the network takes them.</summary>
    public float[] Outcomes(ReadOnlySpan<double> y)
    {
        float[] scaled = new float[y.Length];
        for (int i = 0; i < y.Length; i++)
        {
            scaled[i] = (float)((y[i] - OutputCenter) / OutputSpread);
        }

        return scaled;
    }

    private static (double Mean, double Sd) MeanAndSd(ReadOnlySpan<double> values)
    {
        double sum = 0, squares = 0, largest = 0;
        foreach (double v in values)
        {
            sum += v;
        }

        double mean = sum / values.Length;
        foreach (double v in values)
        {
            squares += (v - mean) * (v - mean);
            largest = Math.Max(largest, Math.Abs(v));
        }

        // Rounding alone gives a constant column an SD of a few ulps: dividing by it would turn rounding into signal.
        double sd = Math.Sqrt(squares / values.Length);
        return (mean, sd > 1e-12 * largest ? sd : 1);
    }
}
