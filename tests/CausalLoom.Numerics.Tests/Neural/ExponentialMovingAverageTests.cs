using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Tests.Neural;

public sealed class ExponentialMovingAverageTests
{
    [Fact]
    public void ItFollowsTheWarmedUpRecursionForEveryValue()
    {
        ParameterStore store = new();
        Parameter a = store.Add("a", 3, 7), b = store.Add("b", 1, 5);
        RandomStream stream = RandomStream.Of(1);
        Initialiser.Normal(a, 1, stream);
        Initialiser.Normal(b, 1, stream);
        ExponentialMovingAverage average = new(store, 0.9);
        double[] expected = [.. store.Save()];
        for (int step = 0; step < 200; step++)
        {
            Initialiser.Normal(a, 1, stream);
            Initialiser.Normal(b, 1, stream);
            average.Update();
            double decay = Math.Min(0.9, (1.0 + step) / (10 + step));
            float[] now = store.Save();
            expected = [.. expected.Zip(now, (mean, value) => (decay * mean) + ((1 - decay) * value))];
        }

        float[] before = store.Save();
        average.Swap();
        Assert.All(expected.Zip(store.Save()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        average.Swap();
        Assert.Equal(before, store.Save());
        Assert.Equal(200, average.Steps);
    }

    [Fact]
    public void WithoutDecayItIsTheParametersThemselves()
    {
        ParameterStore store = new();
        Parameter a = store.Add("a", 2, 9);
        ExponentialMovingAverage average = new(store, 0);
        Initialiser.Normal(a, 1, RandomStream.Of(2));
        average.Update();
        float[] before = store.Save();
        average.Swap();
        Assert.Equal(before, store.Save());
    }

    [Fact]
    public void ANetworkThatGrewIsRefused()
    {
        ParameterStore store = new();
        store.Add("a", 2, 2);
        ExponentialMovingAverage average = new(store, 0.5);
        store.Add("b", 2, 2);
        Assert.Throws<InvalidOperationException>(average.Update);
    }
}
