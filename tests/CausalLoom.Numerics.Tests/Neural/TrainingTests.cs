using CausalLoom.Benchmarks;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Tests.Linear;

namespace CausalLoom.Numerics.Tests.Neural;

/// <summary>Whole trainings: bytes, allocation, early stopping, batches, saving.</summary>
public sealed class TrainingTests
{
    [Fact]
    public void EveryPathTrainsTheSameNetworkToTheBit()
    {
        float[] trained = SimdPaths.Same(() => Trained(6).Store.Save());
        Assert.Equal(trained, Trained(6).Store.Save());
        Assert.NotEqual(trained, Trained(7).Store.Save());
    }

    [Fact]
    public void AWarmStepAllocatesNothing()
    {
        MlpProblem mlp = new();
        Network network = new(1);
        for (int i = 0; i < 60; i++)
        {
            mlp.Step();
            network.Step(i);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            mlp.Step();
        }

        // Batches of 32 and 17 rows in turn, with every kind of layer and noise.
        for (int i = 0; i < 900; i++)
        {
            network.Step(i);
        }

        // Nothing is expected; a few bytes would be the runtime's own.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8192);
    }

    [Fact]
    public void CollectionsDoNotDisturbTraining()
    {
        // Kernels work on addresses: whatever they need must stay reachable while the collector runs on another thread.
        float[] expected = Trained(6).Store.Save(), predicted = Trained(6).Predict();
        using CancellationTokenSource done = new();
        Thread collector = new(() =>
        {
            while (!done.IsCancellationRequested)
            {
                GC.Collect();
            }
        });
        collector.Start();
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(expected, Trained(6).Store.Save());
            Assert.Equal(predicted, Trained(6).Predict());
        }

        done.Cancel();
        collector.Join();
    }

    [Fact]
    public void EarlyStoppingRestoresTheBestWeightsAndStopsWhenItShould()
    {
        Network network = new(3);
        EarlyStopping stopping = new(network.Store, patience: 2, minEpochs: 5);
        double[] losses = [3, 1, 2, double.NaN, 2, 0.5, 0.7, 0.6, 0.9];
        float[] best = [];
        for (int epoch = 1; epoch <= losses.Length; epoch++)
        {
            network.Step(epoch);
            bool stop = stopping.Update(losses[epoch - 1]);
            if (epoch == 6)
            {
                best = network.Store.Save();
            }

            // Epoch 5: three epochs since the best of epoch 2, but five must be done and passed. Epoch 9: three since 6.
            Assert.Equal(epoch == 9, stop);
        }

        Assert.Equal((6, 0.5, 9), (stopping.BestEpoch, stopping.BestLoss, stopping.Epochs));
        Assert.NotEqual(best, network.Store.Save());
        stopping.RestoreBest();
        Assert.Equal(best, network.Store.Save());
    }

    [Fact]
    public void ALoadedNetworkPredictsTheSameBytes()
    {
        Network network = Trained(6), copy = new(99);
        Assert.NotEqual(network.Predict(), copy.Predict());
        copy.Store.Load(network.Store.Save());
        Assert.Equal(network.Predict(), copy.Predict());
        Assert.Throws<ArgumentException>(() => copy.Store.Load(new float[3]));
    }

    [Fact]
    public void BatchesCoverEveryRowOnceAndNeverLeaveASingleRow()
    {
        foreach ((int rows, int size, int[] lengths) in new[]
            { (201, 100, [100, 101]), (200, 100, [100, 100]), (250, 100, [100, 100, 50]), (1, 100, [1]), (7, 3, new[] { 3, 4 }) })
        {
            MiniBatches batches = new(rows, size);
            batches.Shuffle(RandomStream.Of(1));
            List<int> seen = [];
            for (int b = 0; b < batches.Count; b++)
            {
                Assert.Equal(lengths[b], batches[b].Length);
                seen.AddRange(batches[b].ToArray());
            }

            Assert.Equal(lengths.Length, batches.Count);
            Assert.Equal(Enumerable.Range(0, rows), seen.Order());
        }

        Assert.Equal([5, 9], new MiniBatches([5, 9], 10)[0].ToArray());
    }

    [Fact]
    public void MisuseIsRefused()
    {
        ParameterStore store = new();
        Parameter w = store.Add("w", 3, 2);
        Tape tape = new(), other = new();
        Node x = tape.Input(4, 3);
        Assert.Throws<ArgumentException>(() => store.Add("w", 1, 1));
        Assert.Throws<ArgumentException>(() => tape.Linear(tape.Input(4, 2), w, null));
        Assert.Throws<ArgumentException>(() => tape.Add(x, other.Input(4, 3)));
        Assert.Throws<ArgumentException>(() => tape.Backward(x));
        Assert.Throws<ArgumentException>(() => tape.MeanSquaredError(x, tape.Input(3, 3)));
        Assert.Throws<ArgumentException>(() => tape.SoftmaxCrossEntropy(x, [new Segment(1, 3)], new int[4]));
        Assert.Throws<ArgumentException>(() => tape.SoftmaxCrossEntropy(x, [new Segment(0, 3)], [0, 1, 2, 3]));
        Assert.Throws<ArgumentException>(() => new BatchNormLayer(store, "bn", 3).Apply(tape, tape.Input(1, 3)));
        Adam adam = new(store, new AdamOptions());
        store.Add("late", 100, 100);
        Assert.Throws<InvalidOperationException>(adam.Step);
    }

    private static Network Trained(int seed)
    {
        Network network = new(seed);
        for (int i = 0; i < 30; i++)
        {
            network.Step(i);
        }

        return network;
    }

    /// <summary>A small network with every kind of layer, loss and noise, on fixed data.</summary>
    private sealed class Network
    {
        private static readonly Segment[] Segments = [new(0, 3), new(3, 4)];
        private static readonly int[] Labels = [.. Enumerable.Range(0, 64).Select(i => i % 3)];
        private readonly LinearLayer _first, _second, _third;
        private readonly BatchNormLayer _batchNorm;
        private readonly LayerNormLayer _layerNorm;
        private readonly Parameter _logVariance;
        private readonly Adam _adam;
        private readonly Tape _tape = new();
        private readonly RandomStream _noise;
        private readonly float[] _x = NeuralFixture.Hashed(1, 32 * 7, 2);

        public Network(int seed)
        {
            RandomStream stream = RandomStream.Of(seed);
            _first = new LinearLayer(Store, "first", 7, 21, stream.Child("first"));
            _batchNorm = new BatchNormLayer(Store, "batch_norm", 21);
            _second = new LinearLayer(Store, "second", 21, 18, stream.Child("second"), bias: false);
            _layerNorm = new LayerNormLayer(Store, "layer_norm", 18);
            _third = new LinearLayer(Store, "third", 9, 7, stream.Child("third"));
            _logVariance = Store.Add("log_variance", 1, 7);
            _adam = new Adam(Store, new AdamOptions { LearningRate = 1e-2, WeightDecay = 1e-3 });
            _noise = stream.Child("noise");
        }

        public ParameterStore Store { get; } = new();

        public void Step(int step)
        {
            int rows = step % 2 == 0 ? 32 : 17;
            _tape.Training = true;
            _tape.Reset();
            Store.ZeroGradient();
            Node x = _tape.Input(_x.AsSpan(0, rows * 7), rows, 7);
            Node code = Encode(x);
            Node mean = _tape.Slice(code, 0, 9), logVariance = _tape.Slice(code, 9, 9);
            Node output = _third.Apply(_tape, _tape.Reparameterise(mean, logVariance, _noise));
            Node loss = _tape.WeightedSum(
                [
                    _tape.GaussianKl(mean, logVariance), _tape.GaussianNll(output, x, _tape.Parameter(_logVariance)),
                    _tape.SoftmaxCrossEntropy(output, Segments, Labels.AsSpan(0, rows * 2)),
                    _tape.MeanSquaredError(_tape.GumbelSoftmax(output, Segments, 0.5, _noise), x),
                ],
                [0.1, 1, 0.5, 2]);
            _tape.Backward(loss);
            Store.ClipGradientNorm(1);
            _adam.Step();
        }

        public float[] Predict()
        {
            _tape.Training = false;
            _tape.Reset();
            return Encode(_tape.Input(_x, 32, 7)).Value.ToArray();
        }

        private Node Encode(Node x)
        {
            Node hidden = _batchNorm.Apply(_tape, _first.Apply(_tape, x), Activation.Elu);
            hidden = _tape.Dropout(hidden, 0.2, _noise);
            return _layerNorm.Apply(_tape, _second.Apply(_tape, hidden, Activation.Silu), Activation.Tanh);
        }
    }
}
