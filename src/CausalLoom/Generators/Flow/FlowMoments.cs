using CausalLoom.Numerics.Neural;

namespace CausalLoom.Generators.Flow;

/// <summary>
/// Early stopping column by column. Noise columns overfit long before the others have learned, and one moment for all would
/// stop everything with them; so weights are kept at epochs 0, 1, 2, 3, 4, 6, 8, 11, … and every column takes those with which
/// its own held-out loss was lowest.
/// </summary>
internal sealed class FlowMoments : IResumable
{
    private const double Growth = 1.3;
    private const double Better = 0.002;

    private readonly List<float[]> _weights = [];
    private readonly List<double[]> _losses = [];
    private readonly int _patience, _minimum;
    private double[]? _best;
    private int _since;
    private double _next = 1;

    internal FlowMoments(int patience, int minimum)
    {
        _minimum = minimum;
        _patience = patience;
    }

    /// <summary>Whether weights are to be kept after this epoch.</summary>
    internal bool IsDue(int epoch) => epoch >= _next;

    /// <summary>Keeps weights and the held-out loss of every column with them.</summary>
    /// <returns>Whether no column has become better for too long.</returns>
    internal bool Keep(int epoch, float[] weights, double[] losses)
    {
        _next = Math.Max(epoch + 1, Math.Floor(epoch * Growth) + 1);
        bool improved = _best is null || losses.Zip(_best).Any(pair => pair.First < pair.Second - Better);
        _best = _best is null ? losses : [.. losses.Zip(_best, Math.Min)];
        _since = improved ? 0 : _since + 1;
        _weights.Add(weights);
        _losses.Add(losses);
        return _since >= _patience && epoch >= _minimum;
    }

    /// <summary>
    /// At most so many moments, and each column's best among them: first the best for all columns together, then those that
    /// lower the sum of the columns' losses most.
    /// </summary>
    internal (float[][] Weights, int[] Choice) Choose(int most)
    {
        List<int> chosen = [];
        double sum = double.PositiveInfinity;
        while (chosen.Count < most)
        {
            int next = Enumerable.Range(0, _losses.Count).MinBy(s => Sum([.. chosen, s]));
            double with = Sum([.. chosen, next]);
            if (chosen.Count > 0 && sum - with < Better)
            {
                break;
            }

            chosen.Add(next);
            sum = with;
        }

        int[] choice =
            [.. Enumerable.Range(0, _losses[0].Length).Select(j => Enumerable.Range(0, chosen.Count).MinBy(s => _losses[chosen[s]][j]))];
        return ([.. chosen.Select(s => _weights[s])], choice);
    }

    private double Sum(List<int> moments) => Enumerable.Range(0, _losses[0].Length).Sum(j => moments.Min(s => _losses[s][j]));

    /// <inheritdoc />
    public void Exchange(StateExchange state)
    {
        state.Value(ref _since);
        state.Value(ref _next);
        (int moments, int weights, int columns) = (_weights.Count, _weights.Count == 0 ? 0 : _weights[0].Length, _best?.Length ?? 0);
        state.Value(ref moments);
        state.Value(ref weights);
        state.Value(ref columns);
        if (state.Reads)
        {
            _weights.Clear();
            _losses.Clear();
            _weights.AddRange(Enumerable.Range(0, moments).Select(_ => new float[weights]));
            _losses.AddRange(Enumerable.Range(0, moments).Select(_ => new double[columns]));
            _best = moments == 0 ? null : new double[columns];
        }

        state.Values(_best.AsSpan());
        for (int s = 0; s < moments; s++)
        {
            state.Values(_weights[s].AsSpan());
            state.Values(_losses[s].AsSpan());
        }
    }
}
