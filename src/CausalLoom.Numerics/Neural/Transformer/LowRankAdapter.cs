using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Neural.Transformer;

/// <summary>
/// A low-rank change of a frozen linear layer, (alpha/rank)·x A B with B zero at first, so that training begins at the layer
/// itself (Hu and others, "LoRA: low-rank adaptation of large language models", ICLR 2022).
/// </summary>
public sealed class LowRankAdapter
{
    /// <summary>Adds the adapter to a network of its own, so that the layer's network can be frozen.</summary>
    /// <param name="store">The network of the adapters.</param>
    /// <param name="name">Prefix of the parameter names.</param>
    /// <param name="inputs">Columns of the layer's input.</param>
    /// <param name="outputs">Columns of the layer's output.</param>
    /// <param name="rank">Columns between A and B.</param>
    /// <param name="alpha">The change is scaled by alpha/rank.</param>
    /// <param name="stream">Where the starting values of A come from, uniform on ±1/√inputs.</param>
    public LowRankAdapter(ParameterStore store, string name, int inputs, int outputs, int rank, double alpha, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(store);
        Down = store.Add(name + ".down", inputs, rank);
        Initialiser.FanIn(Down, inputs, stream);
        Up = store.Add(name + ".up", rank, outputs);
        Scale = alpha / rank;
    }

    /// <summary>A [inputs × rank].</summary>
    public Parameter Down { get; }

    /// <summary>B [rank × outputs].</summary>
    public Parameter Up { get; }

    /// <summary>alpha/rank.</summary>
    public double Scale { get; }

    /// <summary>The layer's output with the change added.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">The layer's input.</param>
    /// <param name="output">The layer's output.</param>
    public Node Apply(Tape tape, Node x, Node output)
    {
        ArgumentNullException.ThrowIfNull(tape);
        return tape.Add(output, tape.Scale(tape.Linear(tape.Linear(x, Down, null), Up, null), Scale));
    }

    /// <summary>Adds the change to the layer's weight, so that the adapter is no longer needed.</summary>
    /// <param name="weight">The layer's weight [inputs × outputs].</param>
    public void MergeInto(Parameter weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        Span<float> target = weight.Value, down = Down.Value, up = Up.Value;
        for (int i = 0; i < Down.Rows; i++)
        {
            for (int j = 0; j < Up.Columns; j++)
            {
                double sum = 0;
                for (int r = 0; r < Down.Columns; r++)
                {
                    sum += (double)down[(i * Down.Columns) + r] * up[(r * Up.Columns) + j];
                }

                target[(i * Up.Columns) + j] += (float)(Scale * sum);
            }
        }
    }
}
