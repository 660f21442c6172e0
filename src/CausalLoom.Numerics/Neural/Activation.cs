namespace CausalLoom.Numerics.Neural;

/// <summary>An elementwise activation φ, standing alone or fused into a layer.</summary>
public enum Activation
{
    /// <summary>φ(z) = z.</summary>
    Identity,

    /// <summary>φ(z) = max(z, 0); derivative 0 at 0.</summary>
    Relu,

    /// <summary>φ(z) = z for z &gt; 0, else 0.01 z.</summary>
    LeakyRelu,

    /// <summary>φ(z) = z for z &gt; 0, else exp(z) − 1 (Clevert, Unterthiner and Hochreiter, 2016; α = 1).</summary>
    Elu,

    /// <summary>φ(z) = z·sigmoid(z), also called swish.</summary>
    Silu,

    /// <summary>φ(z) = tanh z.</summary>
    Tanh,

    /// <summary>φ(z) = 1 / (1 + exp(−z)).</summary>
    Sigmoid,

    /// <summary>φ(z) = log(1 + exp z).</summary>
    Softplus,

    /// <summary>
    /// φ(z) = ½z(1 + tanh(√(2/π)(z + 0.044715 z³))), the approximation of z·Φ(z) that GPT-2 uses (Hendrycks and Gimpel, 2016).
    /// </summary>
    Gelu,
}
