using CausalLoom.Numerics.Neural;

namespace CausalLoom.Numerics.Tests.Neural;

public sealed class WeightAverageTests
{
    [Fact]
    public void ItIsTheBiasCorrectedExponentialAverageAndSwapsBackExactly()
    {
        ParameterStore store = new();
        Parameter w = store.Add("w", 1, 5);
        RunningState state = store.AddState("s", 2);
        WeightAverage average = new(store, 0.8);
        Assert.Throws<InvalidOperationException>(average.Swap);
        double sum = 0, stateSum = 0, total = 0;
        for (int step = 1; step <= 7; step++)
        {
            w.Value.Fill(step * step);
            Array.Fill(state.Values, 3.0 * step);
            average.Update();
            sum = (0.8 * sum) + (step * step);
            stateSum = (0.8 * stateSum) + (3.0 * step);
            total = (0.8 * total) + 1;
        }

        average.Swap();
        Assert.All(w.Value.ToArray(), v => Assert.Equal(sum / total, v, 1e-4));
        Assert.All(state.Values, v => Assert.Equal(stateSum / total, v, 1e-12));
        Assert.Throws<InvalidOperationException>(average.Update);
        average.Swap();
        Assert.All(w.Value.ToArray(), v => Assert.Equal(49f, v));
        Assert.All(state.Values, v => Assert.Equal(21, v));
    }
}
