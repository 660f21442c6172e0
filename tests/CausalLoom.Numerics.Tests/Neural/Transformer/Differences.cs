using CausalLoom.Numerics.Neural;

namespace CausalLoom.Numerics.Tests.Neural.Transformer;

/// <summary>Gradients of all parameters of a store against central differences of a float32 loss, with one Richardson step.</summary>
internal static class Differences
{
    private const float Step = 1f / 64;

    /// <summary>Requires agreement within 1e-3 of the largest gradient of each parameter.</summary>
    public static void Check(ParameterStore store, Func<Tape, Node> loss, int every = 1)
    {
        Tape tape = new();
        double Evaluate()
        {
            tape.Reset();
            return loss(tape).Scalar;
        }

        Evaluate();
        tape.Reset();
        store.ZeroGradient();
        tape.Backward(loss(tape));
        foreach (Parameter parameter in store.Parameters)
        {
            float[] gradient = parameter.Gradient.ToArray();
            double scale = gradient.Max(Math.Abs) + 0.02;
            for (int i = 0; i < gradient.Length; i += every)
            {
                float old = parameter.Value[i];
                double Slope(float h)
                {
                    parameter.Value[i] = old + h;
                    double up = Evaluate();
                    parameter.Value[i] = old - h;
                    double down = Evaluate();
                    parameter.Value[i] = old;
                    return (up - down) / (2.0 * h);
                }

                double numeric = ((4 * Slope(Step)) - Slope(2 * Step)) / 3;
                Assert.True(Math.Abs(numeric - gradient[i]) < 1e-3 * scale,
                    $"{parameter.Name}[{i}]: {gradient[i]} but differences give {numeric}");
            }
        }
    }
}
