using CausalLoom.Numerics.Neural;

namespace CausalLoom.Tests.Generators.Autoregressive;

/// <summary>Derivatives of a recorded loss against central differences, for a few values of every parameter.</summary>
internal static class GradientCheck
{
    private const float Step = 1f / 64;

    internal static void Of(ParameterStore store, Tape tape, Func<Node> loss)
    {
        tape.Reset();
        store.ZeroGradient();
        tape.Backward(loss());
        double[][] gradients = [.. store.Parameters.Select(p => p.Gradient.ToArray().Select(g => (double)g).ToArray())];
        double scale = gradients.SelectMany(g => g).Max(Math.Abs) + 0.01;
        for (int p = 0; p < gradients.Length; p++)
        {
            Parameter parameter = store.Parameters[p];
            for (int i = 0; i < parameter.Length; i += Math.Max(1, parameter.Length / 9))
            {
                // Richardson: the h² term of the truncation error cancels.
                double numeric = ((4 * Difference(parameter, i, Step)) - Difference(parameter, i, 2 * Step)) / 3;
                Assert.True(Math.Abs(numeric - gradients[p][i]) < 1e-3 * scale,
                    $"{parameter.Name}[{i}]: {gradients[p][i]} but differences give {numeric}");
            }
        }

        double Difference(Parameter parameter, int i, float step)
        {
            float old = parameter.Value[i];
            double up = At(old + step), down = At(old - step);
            parameter.Value[i] = old;
            return (up - down) / (2.0 * step);

            double At(float value)
            {
                parameter.Value[i] = value;
                tape.Reset();
                return loss().Scalar;
            }
        }
    }
}
