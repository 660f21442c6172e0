using System.Text.Json;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Neural.Adversarial;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Tests.Linear;

namespace CausalLoom.Numerics.Tests.Neural.Adversarial;

/// <summary>
/// The critic's gradients, penalty included, against torch's double backward in float64 and against differences of its own loss.
/// </summary>
public sealed class WassersteinCriticTests
{
    private const int Pack = 3, Columns = 5, Conditions = 4, Packs = 6, Rows = Pack * Packs;
    private static readonly JsonElement Torch = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "wgan_gp.json"))).RootElement;
    private static readonly CriticOptions Options = new() { Pack = Pack, Widths = [7, 9], Dropout = 0 };

    public static TheoryData<string> Paths => new(SimdPaths.Available.Select(p => p.ToString()));

    [Theory]
    [MemberData(nameof(Paths))]
    public void LossPenaltyAndGradientsAreThoseOfTorchWithCreateGraph(string path) =>
        SimdPaths.On(Enum.Parse<CausalLoom.Numerics.Linear.SimdPath>(path), () =>
    {
        WassersteinCritic critic = AsInTorch();
        CriticLoss loss = Differentiate(critic, RandomStream.Of(1));
        Assert.Equal(Torch.GetProperty("fake").GetDouble(), loss.Fake, 1e-5);
        Assert.Equal(Torch.GetProperty("real").GetDouble(), loss.Real, 1e-5);
        Assert.Equal(1, loss.Penalty / Torch.GetProperty("penalty").GetDouble(), 1e-5);
        Assert.Equal(loss.Fake - loss.Real + loss.Penalty, loss.Total);
        Assert.Equal(["data", "condition", "bias0", "weight1", "bias1", "weight2", "bias2"], critic.Store.Parameters.Select(p => p.Name));
        foreach (Parameter parameter in critic.Store.Parameters)
        {
            Close(parameter.Name, parameter.Gradient);
        }

        return 0;
    });

    [Fact]
    public void TheGradientThatReachesGeneratedRowsIsThatOfTorch()
    {
        float[] gradient = new float[Rows * Columns];
        double mean = AsInTorch().InputGradient(Fake(), FakeConditions(), RandomStream.Of(1), gradient);
        Assert.Equal(Torch.GetProperty("fake").GetDouble(), mean, 1e-5);
        Close("input", gradient);
    }

    [Theory]
    [InlineData(0.0, true)]
    [InlineData(0.5, true)]
    [InlineData(0.3, false)]
    public void GradientsAgreeWithDifferencesOfTheLossUnderHeldDropout(double dropout, bool first)
    {
        WassersteinCritic critic = new(Columns, Conditions, Options with
            { Dropout = dropout, DropoutInFirstLayer = first, Widths = [12, 8, 6] }, RandomStream.Of(3));
        foreach (Parameter parameter in critic.Store.Parameters)
        {
            Initialiser.Normal(parameter, 0.5, RandomStream.Of(4).Child(parameter.Name));
        }

        Differentiate(critic, RandomStream.Of(9));
        float[][] gradients = [.. critic.Store.Parameters.Select(p => p.Gradient.ToArray())];
        for (int p = 0; p < gradients.Length; p++)
        {
            double scale = gradients[p].Max(g => Math.Abs(g)) + 0.1;
            for (int i = 0; i < gradients[p].Length; i++)
            {
                // A pack whose unit turns inside the step spoils one difference; a smaller step then misses the turn.
                bool close = new[] { 1f / 128, 1f / 512, 1f / 2048 }.Any(step =>
                    Math.Abs(Difference(critic, p, i, step) - gradients[p][i]) < 4e-3 * scale);
                Assert.True(close,
                    $"{critic.Store.Parameters[p].Name}[{i}]: {gradients[p][i]} but differences give {Difference(critic, p, i, 1f / 512)}");
            }
        }
    }

    [Fact]
    public void ScoresDoNotDependOnHowARowIsGiven()
    {
        // The same rows as generated and as real ones: the scores, and so the two means, agree and the penalty is at them.
        // Widths beyond four registers reach every path of the kernels.
        WassersteinCritic critic = new(Columns, Conditions, Options with { Widths = [151, 70] }, RandomStream.Of(6));
        (int[] indices, float[] factors) = Real();
        float[] dense = new float[Rows * Columns];
        for (int at = 0; at < indices.Length; at++)
        {
            dense[(at / 3 * Columns) + indices[at]] = factors[at];
        }

        CriticLoss loss = critic.Differentiate(dense, RealConditions(), new SparseRows(indices, factors), RealConditions(),
            new float[Packs], RandomStream.Of(1));
        Assert.Equal(loss.Fake, loss.Real, 1e-5);
        Assert.Equal(loss.Fake, critic.Score(dense, RealConditions(), null).Average(), 1e-5);
    }

    [Fact]
    public void AStepAllocatesNothing()
    {
        WassersteinCritic critic = new(Columns, Conditions, new CriticOptions { Pack = Pack, Widths = [16, 16] }, RandomStream.Of(3));
        Adam adam = new(critic.Store, new AdamOptions());
        RandomStream dropout = RandomStream.Of(5);
        (int[] indices, float[] factors) = Real();
        float[] fake = Fake(), mixing = new float[Packs], gradient = new float[fake.Length];
        int[] given = FakeConditions(), drawn = RealConditions();
        long before = 0;
        for (int step = 0; step < 30; step++)
        {
            before = step == 10 ? GC.GetAllocatedBytesForCurrentThread() : before;
            critic.Store.ZeroGradient();
            critic.Differentiate(fake, given, new SparseRows(indices, factors), drawn, mixing, dropout);
            adam.Step();
            critic.InputGradient(fake, given, dropout, gradient);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void RowsThatAreNoWholePacksOrLieOutsideAreRefused()
    {
        WassersteinCritic critic = AsInTorch();
        Assert.Throws<ArgumentException>(() => critic.Score(new float[4 * Columns], [0, 0, 0, 0], null));
        Assert.Throws<ArgumentException>(() => critic.Score(new float[3 * Columns], [], null));
        Assert.Throws<ArgumentOutOfRangeException>(() => critic.Score(new float[3 * Columns], [0, 0, 4], null));
        Assert.Throws<ArgumentException>(() => Differentiate(critic, RandomStream.Of(1), new float[Packs + 1]));
    }

    private static double Difference(WassersteinCritic critic, int p, int i, float step)
    {
        Parameter parameter = critic.Store.Parameters[p];
        float old = parameter.Value[i];
        parameter.Value[i] = old + step;
        double up = Differentiate(critic, RandomStream.Of(9)).Total;
        parameter.Value[i] = old - step;
        double down = Differentiate(critic, RandomStream.Of(9)).Total;
        parameter.Value[i] = old;
        return (up - down) / (2.0 * step);
    }

    private static CriticLoss Differentiate(WassersteinCritic critic, RandomStream dropout, float[]? mixing = null)
    {
        (int[] indices, float[] factors) = Real();
        float[] shares = mixing ?? [.. NeuralFixture.Hashed(210, Packs).Select(u => 0.5f + (0.5f * u))];
        critic.Store.ZeroGradient();
        return critic.Differentiate(Fake(), FakeConditions(), new SparseRows(indices, factors), RealConditions(), shares, dropout);
    }

    private static WassersteinCritic AsInTorch()
    {
        WassersteinCritic critic = new(Columns, Conditions, Options, RandomStream.Of(1));
        (string Name, uint Seed)[] seeds = [("data", 201), ("condition", 202), ("bias0", 203), ("weight1", 204), ("bias1", 205),
            ("weight2", 206), ("bias2", 207)];
        foreach ((string name, uint seed) in seeds)
        {
            Parameter parameter = critic.Store.Parameters.Single(p => p.Name == name);
            NeuralFixture.Hashed(seed, parameter.Length).CopyTo(parameter.Value);
        }

        return critic;
    }

    private static float[] Fake() => NeuralFixture.Hashed(208, Rows * Columns);

    private static int[] FakeConditions() => [.. Enumerable.Range(0, Rows).Select(i => i * 3 % Conditions)];

    private static int[] RealConditions() => [.. Enumerable.Range(0, Rows).Select(i => i * 7 % Conditions)];

    /// <summary>Two values and a one-hot block of three.</summary>
    private static (int[] Indices, float[] Factors) Real()
    {
        float[] values = NeuralFixture.Hashed(209, Rows * 2);
        return ([.. Enumerable.Range(0, Rows).SelectMany(i => new[] { 0, 1, 2 + (i % 3) })],
            [.. Enumerable.Range(0, Rows).SelectMany(i => new[] { values[2 * i], values[(2 * i) + 1], 1 })]);
    }

    private static void Close(string name, ReadOnlySpan<float> actual) =>
        NeuralFixture.Close([.. Torch.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())], actual, 5e-6, name);
}
