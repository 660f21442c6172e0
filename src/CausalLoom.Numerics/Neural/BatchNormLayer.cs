namespace CausalLoom.Numerics.Neural;

/// <summary>
/// Batch normalisation with torch's conventions: the biased variance normalises, the unbiased one enters the running
/// statistics, which are kept in float64 and used whenever <see cref="Tape.Training"/> is false.
/// </summary>
public sealed class BatchNormLayer
{
    /// <summary>Adds the layer to a network with scale 1, shift 0, running mean 0 and running variance 1.</summary>
    /// <param name="store">The network.</param>
    /// <param name="name">Prefix of the names of its parts.</param>
    /// <param name="columns">Columns of the input.</param>
    /// <param name="momentum">The weight of a new batch in the running statistics.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public BatchNormLayer(ParameterStore store, string name, int columns, double momentum = 0.1, double epsilon = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(store);
        Scale = store.Add(name + ".scale", 1, columns);
        Initialiser.Constant(Scale, 1);
        Shift = store.Add(name + ".shift", 1, columns);
        RunningMean = store.AddState(name + ".running_mean", columns);
        RunningVariance = store.AddState(name + ".running_variance", columns, 1);
        Momentum = momentum;
        Epsilon = epsilon;
    }

    /// <summary>γ [1 × columns].</summary>
    public Parameter Scale { get; }

    /// <summary>β [1 × columns].</summary>
    public Parameter Shift { get; }

    /// <summary>The running mean of each column.</summary>
    public RunningState RunningMean { get; }

    /// <summary>The running variance of each column.</summary>
    public RunningState RunningVariance { get; }

    /// <summary>The weight of a new batch in the running statistics.</summary>
    public double Momentum { get; }

    /// <summary>Added to the variance.</summary>
    public double Epsilon { get; }

    /// <summary>φ of the normalised input.</summary>
    public Node Apply(Tape tape, Node x, Activation activation = Activation.Identity)
    {
        ArgumentNullException.ThrowIfNull(tape);
        return tape.BatchNorm(x, this, activation);
    }
}
