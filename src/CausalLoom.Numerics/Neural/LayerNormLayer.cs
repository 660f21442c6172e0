namespace CausalLoom.Numerics.Neural;

/// <summary>Layer normalisation: each row is standardised by its own mean and biased variance, then scaled and shifted.</summary>
public sealed class LayerNormLayer
{
    /// <summary>Adds the layer to a network with scale 1 and shift 0.</summary>
    /// <param name="store">The network.</param>
    /// <param name="name">Prefix of the names of its parts.</param>
    /// <param name="columns">Columns of the input.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public LayerNormLayer(ParameterStore store, string name, int columns, double epsilon = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(store);
        Scale = store.Add(name + ".scale", 1, columns);
        Initialiser.Constant(Scale, 1);
        Shift = store.Add(name + ".shift", 1, columns);
        Epsilon = epsilon;
    }

    /// <summary>γ [1 × columns].</summary>
    public Parameter Scale { get; }

    /// <summary>β [1 × columns].</summary>
    public Parameter Shift { get; }

    /// <summary>Added to the variance.</summary>
    public double Epsilon { get; }

    /// <summary>φ of the normalised input.</summary>
    public Node Apply(Tape tape, Node x, Activation activation = Activation.Identity)
    {
        ArgumentNullException.ThrowIfNull(tape);
        return tape.LayerNorm(x, this, activation);
    }
}
