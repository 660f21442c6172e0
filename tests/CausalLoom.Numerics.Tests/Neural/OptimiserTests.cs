using CausalLoom.Benchmarks;
using CausalLoom.Numerics.Neural;

namespace CausalLoom.Numerics.Tests.Neural;

/// <summary>Optimisers and the whole training step against PyTorch in float32.</summary>
public sealed class OptimiserTests
{
    [Fact]
    public void AdamWithCoupledDecayIsThatOfTorch() => Check("adam", new AdamOptions { LearningRate = 1e-2, WeightDecay = 1e-2 }, null);

    [Fact]
    public void AdamWIsThatOfTorch() => Check("adamw", new AdamOptions { LearningRate = 1e-2, WeightDecay = 0.3, Decoupled = true }, null);

    [Fact]
    public void ClippingIsThatOfTorch() => Check("adam_clipped", new AdamOptions { LearningRate = 1e-2, Beta1 = 0.5, Beta2 = 0.9 }, 1);

    [Fact]
    public void ClippingLeavesSmallGradientsAlone()
    {
        ParameterStore store = new();
        Parameter w = store.Add("w", 3, 1);
        store.ZeroGradient();
        new float[] { 0.3f, 0, -0.4f }.CopyTo(w.Gradient);
        Assert.Equal(0.5, store.ClipGradientNorm(1), 1e-7);
        Assert.Equal([0.3f, 0, -0.4f], w.Gradient.ToArray());
        Assert.Equal(0.5, store.ClipGradientNorm(0.25), 1e-7);
        Assert.Equal(0.15f, w.Gradient[0], 1e-6f);
    }

    [Fact]
    public void TheLearningRateFallsLinearlyToZero()
    {
        ParameterStore store = new();
        Parameter w = store.Add("w", 1, 1);
        Adam adam = new(store, new AdamOptions { LearningRate = 0.1, LinearDecaySteps = 4 });
        store.ZeroGradient();
        List<double> moves = [];
        for (int i = 0; i < 6; i++)
        {
            float before = w.Value[0];
            w.Gradient[0] = 1;
            adam.Step();
            moves.Add(before - w.Value[0]);
        }

        // A constant gradient of 1 moves Adam by the learning rate each step.
        double[] expected = [0.1, 0.075, 0.05, 0.025, 0, 0];
        Assert.All(expected.Zip(moves), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void TheLossCurveIsThatOfTorchForAHundredSteps()
    {
        double[] expected = NeuralFixture.Array("mlp_losses");
        MlpProblem problem = new();
        for (int step = 0; step <= 100; step++)
        {
            double loss = problem.Step();
            Assert.True(Math.Abs((loss / expected[step]) - 1) < 1e-5, $"step {step}: {loss:R} where torch has {expected[step]:R}");
        }
    }

    private static void Check(string name, AdamOptions options, double? clip)
    {
        ParameterStore store = new();
        Parameter w = store.Add("w", 33, 1), b = store.Add("b", 1, 5);
        NeuralFixture.Hashed(50, 33).CopyTo(w.Value);
        NeuralFixture.Hashed(51, 5).CopyTo(b.Value);
        Adam adam = new(store, options);
        double[] norms = NeuralFixture.Array(name, "norms");
        for (uint step = 0; step < 25; step++)
        {
            store.ZeroGradient();
            float[] g = NeuralFixture.Hashed(60 + step, 33), h = NeuralFixture.Hashed(160 + step, 5);
            for (int i = 0; i < 33; i++)
            {
                w.Gradient[i] = i % 4 == 0 ? 0 : (float)((double)g[i] * g[i] * g[i]);
            }

            for (int i = 0; i < 5; i++)
            {
                b.Gradient[i] = (float)(10.0 * h[i]);
            }

            if (clip is { } maximum)
            {
                Assert.Equal(1, store.ClipGradientNorm(maximum) / norms[step], 1e-6);
            }

            adam.Step();
        }

        NeuralFixture.Close(NeuralFixture.Array(name, "w"), w.Value, 1e-6, name + " w");
        NeuralFixture.Close(NeuralFixture.Array(name, "b"), b.Value, 1e-6, name + " b");
    }
}
