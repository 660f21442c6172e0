using CausalLoom.Mechanisms.Networks;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Estimation.Conditional;

/// <summary>The effect function of an S-learner.</summary>
/// <param name="Surface">μ̂(x, w), w the last input.</param>
public sealed record SLearnerEffect(BasicNetModel Surface) : ICateModel
{
    /// <inheritdoc />
    public double[] Predict(Matrix x)
    {
        double[] effect = Mean(x, 1), control = Mean(x, 0);
        for (int i = 0; i < effect.Length; i++)
        {
            effect[i] -= control[i];
        }

        return effect;
    }

    /// <summary>μ̂(x, w) of each row for one arm.</summary>
    public double[] Mean(Matrix x, int arm) => Surface.Predict(ArmColumn.Beside(x, arm));
}
