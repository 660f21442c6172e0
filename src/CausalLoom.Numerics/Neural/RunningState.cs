namespace CausalLoom.Numerics.Neural;

/// <summary>
/// Values that belong to a network without being trained, such as the running statistics of batch normalisation. Kept in
/// float64; saved, and used for predictions, rounded to float32, so that a loaded network predicts the same bytes.
/// </summary>
public sealed class RunningState
{
    internal RunningState(string name, int length, double initial)
    {
        Name = name;
        Values = new double[length];
        Array.Fill(Values, initial);
    }

    /// <summary>The name, unique in its store.</summary>
    public string Name { get; }

    /// <summary>The values, in place.</summary>
    public double[] Values { get; }
}
