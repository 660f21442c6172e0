using CausalLoom.Numerics.Linear;

namespace CausalLoom.Estimation.Conditional;

/// <summary>A learned effect function.</summary>
public interface ICateModel
{
    /// <summary>τ̂ of each row of x [n × d], in outcome units.</summary>
    double[] Predict(Matrix x);
}
