using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Trees;

/// <summary>One fit of a random forest.</summary>
internal sealed class ForestRun
{
    private readonly BinnedMatrix _data;
    private readonly double[] _y;
    private readonly double[]? _weights;
    private readonly RandomForestOptions _options;
    private readonly RandomStream _stream;
    private readonly int[] _pool;
    private readonly int _draws;
    private readonly double _centre;
    private readonly Tree[] _trees;
    private readonly ulong[][] _bags;

    internal ForestRun(BinnedMatrix data, double[] y, RandomForestOptions options, RandomStream stream, double[]? weights)
    {
        (_data, _y, _options, _stream, _weights) = (data, y, options, stream, weights);
        if (options.Task == ForestTask.Classification && Array.Exists(y, v => v is not (0 or 1)))
        {
            throw new ArgumentException("Classification needs targets 0 and 1.", nameof(y));
        }

        _pool = [.. Enumerable.Range(0, data.Rows).Where(i => weights is null || weights[i] > 0)];
        _draws = Math.Max(1, (int)Math.Round(options.RowShare * _pool.Length));
        _centre = options.Task == ForestTask.Classification ? 0 : Mean();
        _trees = new Tree[options.Trees];
        _bags = new ulong[options.Trees][];
    }

    internal ForestModel Run(int threads, CancellationToken cancellation)
    {
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellation };
        cancellation.ThrowIfCancellationRequested();
        if (threads <= 1)
        {
            Worker worker = new(this);
            for (int t = 0; t < _trees.Length; t++)
            {
                cancellation.ThrowIfCancellationRequested();
                worker.Grow(t);
            }
        }
        else
        {
            Parallel.For(0, _trees.Length, parallel, () => new Worker(this), (t, _, worker) => worker.Grow(t), _ => { });
        }

        OutOfBagResult? outOfBag = _options.OutOfBag ? new OutOfBagPass(_data, _trees, _bags)
            .Run(_y, _weights, _options.Task, parallel) : null;
        return new ForestModel(_options.Task, _data.Columns, _trees, outOfBag, _bags);
    }

    // Gradients are taken around the mean: a large offset of y would cost the gains their digits.
    private double Mean()
    {
        double sum = 0, total = 0;
        foreach (int i in _pool)
        {
            double w = _weights?[i] ?? 1;
            sum += w * _y[i];
            total += w;
        }

        return sum / total;
    }

    /// <summary>One thread's grower and buffers.</summary>
    private sealed class Worker
    {
        private readonly ForestRun _run;
        private readonly TreeGrower? _grower;
        private readonly CountGrower? _counted;
        private readonly int[] _features;
        private readonly int[] _counts;
        private readonly int[] _drawn;
        private readonly int[] _picks;
        private readonly int[] _rows;
        private readonly double[] _gradients;
        private readonly double[] _hessians;

        internal Worker(ForestRun run)
        {
            _run = run;
            _features = [.. Enumerable.Range(0, run._data.Columns)];
            int n = run._data.Rows;
            GrowthOptions growth = new()
            {
                MaxDepth = run._options.MaxDepth,
                MinLeafRows = run._options.MinLeafRows,
                MinSplitRows = run._options.SplitRows,
                FeaturesPerNode = run._options.FeaturesOf(run._data.Columns),
                CutMidway = true,
            };
            bool counted = CountGrower.Serves(run._data, run._options.Task, run._weights is not null, run._draws);
            (_counts, _drawn, _picks) = (new int[n], [.. run._pool], run._options.Bootstrap ? new int[run._draws] : []);
            (_rows, _gradients, _hessians) = counted ? ([], [], []) : (new int[n], new double[n], new double[n]);
            _counted = counted ? new CountGrower(run._data, growth) : null;
            _grower = counted ? null : new TreeGrower(run._data, growth);
        }

        internal Worker Grow(int index)
        {
            RandomStream stream = _run._stream.Child(index);
            Draw(stream);
            _run._trees[index] = _counted?.Grow(_counts, _run._y, _features, stream) ?? GrowFromGradients(_grower!, stream);
            _run._bags[index] = Bag();
            return this;
        }

        private Tree GrowFromGradients(TreeGrower grower, RandomStream stream)
        {
            int kept = 0;
            for (int i = 0; i < _counts.Length; i++)
            {
                int count = _counts[i];
                if (count > 0)
                {
                    _rows[kept++] = i;
                    double h = count * (_run._weights?[i] ?? 1);
                    (_gradients[i], _hessians[i]) = (h * (_run._centre - _run._y[i]), h);
                }
            }

            Tree tree = grower.GrowDeep(_gradients, _hessians, _run._y, _rows.AsSpan(0, kept), _features, stream);
            if (_run._centre != 0)
            {
                tree.Shift(_run._centre);
            }

            return tree;
        }

        private ulong[] Bag()
        {
            ulong[] bag = new ulong[(_counts.Length + 63) / 64];
            for (int i = 0; i < _counts.Length; i++)
            {
                bag[i >> 6] |= (_counts[i] > 0 ? 1UL : 0) << i;
            }

            return bag;
        }

        // How often each row is in the tree's sample.
        private void Draw(RandomStream stream)
        {
            int[] pool = _run._pool;
            Array.Clear(_counts);
            if (_run._options.Bootstrap)
            {
                stream.FillInts(_picks, pool.Length);
                foreach (int pick in _picks)
                {
                    _counts[pool[pick]]++;
                }

                return;
            }

            // The first steps of a Fisher–Yates shuffle, from the same order for every tree.
            pool.CopyTo(_drawn, 0);
            for (int i = 0; i < _run._draws; i++)
            {
                int j = _run._draws == pool.Length ? i : i + stream.NextInt(pool.Length - i);
                (_drawn[i], _drawn[j]) = (_drawn[j], _drawn[i]);
                _counts[_drawn[i]] = 1;
            }
        }
    }
}
