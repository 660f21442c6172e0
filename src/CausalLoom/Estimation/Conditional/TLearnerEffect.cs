using CausalLoom.Mechanisms.Networks;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Estimation.Conditional;

/// <summary>The effect function of a T-learner: the difference of two networks.</summary>
/// <param name="Control">μ̂₀.</param>
/// <param name="Treated">μ̂₁.</param>
public sealed record TLearnerEffect(BasicNetModel Control, BasicNetModel Treated) : ICateModel
{
    /// <inheritdoc />
    public double[] Predict(Matrix x)
    {
        double[] effect = Treated.Predict(x), control = Control.Predict(x);
        for (int i = 0; i < effect.Length; i++)
        {
            effect[i] -= control[i];
        }

        return effect;
    }

    /// <summary>∂τ̂/∂x of each row [n × d].</summary>
    internal Matrix InputGradient(Matrix x)
    {
        Matrix gradient = Treated.InputGradient(x), control = Control.InputGradient(x);
        for (int i = 0; i < gradient.Data.Length; i++)
        {
            gradient.Data[i] -= control.Data[i];
        }

        return gradient;
    }
}
