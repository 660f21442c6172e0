using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.CausalMix;

/// <summary>A loss with constraints, as <see cref="PenalisedTraining"/> minimises it.</summary>
internal interface IPenalisedLoss
{
    /// <summary>What is trained.</summary>
    ParameterStore Store { get; }

    /// <summary>
    /// Records a batch: a scalar with the loss's derivatives (its own value may be another), the loss, and the part without penalties.
    /// </summary>
    (Node Derivative, double Loss, double Fidelity) Record(Tape tape, ReadOnlySpan<int> batch, RandomStream noise);

    /// <summary>The constraints' values over rows; empty where there are none.</summary>
    double[] Constraints(Tape tape, ReadOnlySpan<int> rows, RandomStream noise);
}
