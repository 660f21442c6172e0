using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Neural;

/// <summary>A linear layer with an optional bias: x W + b, W stored [inputs × outputs].</summary>
public sealed class LinearLayer
{
    /// <summary>Adds the layer to a network with torch's default start: weights and bias uniform on ±1/√inputs.</summary>
    /// <param name="store">The network.</param>
    /// <param name="name">Prefix of the parameter names (<c>name.weight</c>, <c>name.bias</c>).</param>
    /// <param name="inputs">Columns of the input.</param>
    /// <param name="outputs">Columns of the output.</param>
    /// <param name="stream">Where the starting values come from.</param>
    /// <param name="bias">False for a layer without bias.</param>
    public LinearLayer(ParameterStore store, string name, int inputs, int outputs, RandomStream stream, bool bias = true)
    {
        ArgumentNullException.ThrowIfNull(store);
        Weight = store.Add(name + ".weight", inputs, outputs);
        Initialiser.FanIn(Weight, inputs, stream);
        if (bias)
        {
            Bias = store.Add(name + ".bias", 1, outputs);
            Initialiser.FanIn(Bias, inputs, stream);
        }
    }

    /// <summary>The weight [inputs × outputs].</summary>
    public Parameter Weight { get; }

    /// <summary>The bias [1 × outputs], or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>φ(x W + b).</summary>
    public Node Apply(Tape tape, Node x, Activation activation = Activation.Identity)
    {
        ArgumentNullException.ThrowIfNull(tape);
        return tape.Linear(x, Weight, Bias, activation);
    }
}
