using System.Text.Json;
using CausalLoom.Mechanisms.Networks;
using CausalLoom.Models;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Mechanisms.Networks;

public class BasicNetTests
{
    private const int N = 48, D = 5, H = 16, Batch = 12, Steps = 60;

    /// <summary>
    /// Against PyTorch in float64 (`tools/reference/basic_net.py`), biases included there: the same curve and predictions.
    /// </summary>
    [Theory]
    [InlineData("regression", NetworkTask.Regression)]
    [InlineData("probability", NetworkTask.Probability)]
    [InlineData("softmax", NetworkTask.Softmax)]
    public void TrainsAndPredictsAsTorchDoes(string name, NetworkTask task)
    {
        using JsonDocument document = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "basic_net.json")));
        JsonElement expected = document.RootElement.GetProperty(name);
        (Matrix x, double[] y) = Data(task);
        BasicNetOptions options = new() { HiddenUnits = H, LearningRate = 0.003, L2 = 0.01, Standardize = false };
        NetScaling scaling = NetScaling.None(D);
        BasicNetTraining training = new(x, y, task, options, scaling, [0], [1, 2], FitContext.ForSeed(1));
        training.Network.Store.Load(Weights(task));
        double[] losses = Numbers(expected, "losses");
        for (int step = 0; step < Steps; step++)
        {
            double loss = training.Step([.. Enumerable.Range(0, Batch).Select(i => ((step * Batch) + i) % N)]);

            // float32 here, float64 there: rounding grows as training goes on.
            Assert.Equal(losses[step], loss, (step < 10 ? 2e-5 : 1e-3) * Math.Max(losses[step], 0.01));
        }

        BasicNetModel model = new(training.Network, scaling);
        Matrix first = x.TakeRows([0, 1, 2, 3, 4, 5]);
        AssertClose(Numbers(expected, "predictions"), model.Predict(first), 1e-3);
        AssertClose(Numbers(expected, "gradient"), model.InputGradient(first).Data, 5e-3);
    }

    [Fact]
    public void APredictionDependsOnItsOwnRowOnly()
    {
        (Matrix x, double[] y) = Data(NetworkTask.Regression);
        BasicNetModel model = BasicNet.Fit(x, y, NetworkTask.Regression, new BasicNetOptions { MaxEpochs = 5 }, FitContext.ForSeed(1));
        double[] together = model.Predict(x);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(together[i], model.Predict(x.TakeRows([i]))[0]);
        }
    }

    [Theory]
    [InlineData(NetworkTask.Regression)]
    [InlineData(NetworkTask.Probability)]
    [InlineData(NetworkTask.Softmax)]
    public void LoadsWhatItSavedAndPredictsTheSameBits(NetworkTask task)
    {
        (Matrix x, double[] y) = Data(task);
        BasicNetModel model = BasicNet.Fit(x, y, task, new BasicNetOptions { MaxEpochs = 5 }, FitContext.ForSeed(2));
        Assert.Equal(model.Predict(x), BasicNetModel.Load(model.Save()).Predict(x));
    }

    [Fact]
    public void KeepsTheBestWeightsAndStopsAfterPatience()
    {
        // Pure noise: nothing beyond the mean can be learned, so training stops soon and the best epoch is an early one.
        RandomStream stream = RandomStream.Of(3);
        Matrix x = new(200, 10);
        stream.FillNormal(x.Data);
        double[] y = new double[200];
        stream.FillNormal(y);
        BasicNetOptions options = new() { Patience = 8 };
        BasicNetModel best = BasicNet.Fit(x, y, NetworkTask.Regression, options, FitContext.ForSeed(4));
        BasicNetModel last = BasicNet.Fit(x, y, NetworkTask.Regression, options with { RestoreBest = false }, FitContext.ForSeed(4));
        Assert.InRange(best.Epochs, 10, 100);
        Assert.Equal(best.Epochs, last.Epochs);
        Assert.True(HeldError(best, x, y) < HeldError(last, x, y));

        // Mean and SD here are the standardisation's, so the loss on the training scale times the variance is the error.
        double mean = y.Average(), variance = y.Average(v => (v - mean) * (v - mean));
        Assert.Equal(best.ValidationLoss * variance, HeldError(best, x, y), 1e-4);
    }

    [Fact]
    public void ThePaperPresetRunsItsTwoHundredEpochsAndLeavesItsLastRow()
    {
        (Matrix x, double[] y) = Data(NetworkTask.Regression);
        BasicNetModel model = BasicNet.Fit(x, y, NetworkTask.Regression, BasicNetOptions.SteamPaper with { MaxEpochs = 230 },
            FitContext.ForSeed(5));
        Assert.InRange(model.Epochs, 201, 230);
        Assert.Equal(15, model.ValidationRows.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void LearnsTheMeanOfTooFewRows(int rows)
    {
        double[] y = [4, 6, 11];
        BasicNetModel model = BasicNet.Fit(new Matrix(rows, 2), y.AsSpan(0, rows), NetworkTask.Regression, new BasicNetOptions(),
            FitContext.ForSeed(6));
        Assert.Equal(y.Take(rows).Average(), model.Predict(new Matrix(1, 2))[0], 1e-12);
        Assert.Equal(model.Predict(new Matrix(1, 2)), BasicNetModel.Load(model.Save()).Predict(new Matrix(1, 2)));
    }

    [Fact]
    public void RefusesNoRowsAndDamagedStates()
    {
        Assert.Throws<CausalLoomException>(() =>
            BasicNet.Fit(new Matrix(0, 2), [], NetworkTask.Regression, new BasicNetOptions(), FitContext.ForSeed(1)));
        (Matrix x, double[] y) = Data(NetworkTask.Regression);
        ModelState state = BasicNet.Fit(x, y, NetworkTask.Regression, new BasicNetOptions { MaxEpochs = 2 }, FitContext.ForSeed(1)).Save();
        state.Settings["hidden"] = 7;
        Assert.Throws<CausalLoomException>(() => BasicNetModel.Load(state));
        Assert.Throws<CausalLoomException>(() => BasicNetModel.Load(new ModelState("basic-net")));
    }

    [Fact]
    public void OffsetsAndUnitsOfInputsDoNotMatter()
    {
        // Dates as numbers: an offset of 1e7 with an SD of 1 would drown in float32 if it were not taken off in float64.
        (Matrix x, double[] y) = Data(NetworkTask.Regression);
        Matrix moved = new(N, D, Array.ConvertAll(x.Data, v => 1e7 + (8 * v)));
        BasicNetOptions options = new() { MaxEpochs = 10 };
        double[] plain = BasicNet.Fit(x, y, NetworkTask.Regression, options, FitContext.ForSeed(7)).Predict(x);
        double[] offset = BasicNet.Fit(moved, y, NetworkTask.Regression, options, FitContext.ForSeed(7)).Predict(moved);
        AssertClose(plain, offset, 1e-3);
    }

    private static double HeldError(BasicNetModel model, Matrix x, double[] y)
    {
        double[] predicted = model.Predict(x);
        return model.ValidationRows.Average(i => (y[i] - predicted[i]) * (y[i] - predicted[i]));
    }

    private static double[] Wave(int count, double frequency, double scale) =>
        [.. Enumerable.Range(0, count).Select(i => scale * Math.Sin(frequency * (i + 1)))];

    private static (Matrix X, double[] Y) Data(NetworkTask task)
    {
        Matrix x = new(N, D, Wave(N * D, 0.37, 1.5));
        double[] signal = [.. Enumerable.Range(0, N).Select(i => x[i, 0] - (2 * x[i, 1] * x[i, 2]))];
        return (x, Array.ConvertAll(signal, s => task == NetworkTask.Regression ? (3 * s) + 1 : s > 0 ? 1 : 0));
    }

    private static float[] Weights(NetworkTask task)
    {
        int outputs = task == NetworkTask.Softmax ? 2 : 1;
        IEnumerable<double> Constant(int count, double value) => Enumerable.Repeat(value, count);
        IEnumerable<double> norm = Constant(H, 1).Concat(Constant(H, 0));
        IEnumerable<double> moments = Constant(H, 0).Concat(Constant(H, 1));
        return
        [
            .. Wave(D * H, 0.7, 1 / Math.Sqrt(D)).Concat(norm)
                .Concat(Wave(H * H, 1.3, 1 / Math.Sqrt(H))).Concat(norm)
                .Concat(Wave(H * outputs, 2.1, 1 / Math.Sqrt(H))).Concat(Constant(outputs, 0.25))
                .Concat(moments).Concat(moments)
                .Select(v => (float)v),
        ];
    }

    private static double[] Numbers(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(e => e.GetDouble())];

    private static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        double scale = expected.Max(Math.Abs);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], tolerance * scale);
        }
    }
}
