using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Mechanisms.Residuals;

/// <summary>
/// Y = μ + a residual drawn from the out-of-fold residuals themselves: of both arms (`homoscedastic`), or of the row's own arm
/// (`arm-bootstrap`). Draws are kept within the observed range, and the mean is that of what is left.
/// </summary>
public sealed class BootstrapResidualLaw : IResidualLaw
{
    /// <summary>The kind of its saved state.</summary>
    public const string Kind = "bootstrap-residuals";
    private readonly SortedResiduals[] _arms;
    private readonly OutcomeRange _range;

    private BootstrapResidualLaw(SortedResiduals[] arms, OutcomeRange range) => (_arms, _range) = (arms, range);

    /// <summary>Whether both arms share one law.</summary>
    public bool IsPooled => _arms.Length == 1;

    /// <summary>Learns the law.</summary>
    /// <param name="data">Data with a numeric outcome.</param>
    /// <param name="outOfFoldMeans">μ̂ of each row under its own arm, by models that did not see the row.</param>
    /// <param name="pooled">Whether the arms share one law.</param>
    /// <param name="options">The margin of the range and the most residuals kept; null: the defaults.</param>
    /// <exception cref="CausalLoomException">An arm has fewer than two rows.</exception>
    public static BootstrapResidualLaw Fit(CausalData data, double[] outOfFoldMeans, bool pooled, ResidualOptions? options = null)
    {
        options ??= new ResidualOptions();
        double[] residuals = ArmResiduals.Of(data, outOfFoldMeans);
        double[][] sets = pooled
            ? [residuals]
            : [.. Enumerable.Range(0, data.Levels).Select(arm => residuals.Where((_, i) => data.Treatment[i] == arm).ToArray())];
        return new BootstrapResidualLaw(
            [.. sets.Select(set => new SortedResiduals(SortedResiduals.Centred(SortedResiduals.Thinned(set, options.MostResiduals))))],
            OutcomeRange.Of(data.Outcome.Values, options.RangeMargin));
    }

    /// <inheritdoc />
    public double[] Draw(Table covariates, int[] arms, double[] means, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(arms);
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(stream);
        return [.. means.Select((mean, i) => Of(arms[i]) is var law ? _range.Clamp(mean + law.Values[stream.NextInt(law.Count)]) : 0)];
    }

    /// <inheritdoc />
    public double[] Means(Table covariates, int[] arms, double[] means)
    {
        ArgumentNullException.ThrowIfNull(arms);
        ArgumentNullException.ThrowIfNull(means);
        return [.. means.Select((mean, i) => Mean(Of(arms[i]), mean))];
    }

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = new(Kind);
        StateReader.Put(state, "range", [_range.Lower, _range.Upper]);
        for (int k = 0; k < _arms.Length; k++)
        {
            StateReader.Put(state, $"residuals{k}", _arms[k].Values);
        }

        return state;
    }

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static BootstrapResidualLaw Load(ModelState state)
    {
        double[] range = StateReader.Expect(state, Kind).Doubles("range", 2);
        double[][] sets = state.Tensors.ContainsKey("residuals1")
            ? [.. LevelKeys.Tensors(state, "residuals").Select(key => StateReader.Vector(state, key))]
            : [StateReader.Vector(state, "residuals0")];
        return Array.TrueForAll(sets, set => set.Length > 0 && Array.TrueForAll(set, double.IsFinite)) && range[0] <= range[1]
            ? new BootstrapResidualLaw([.. sets.Select(set => new SortedResiduals(set))], new OutcomeRange(range[0], range[1]))
            : throw StateReader.Damaged("residuals0");
    }

    private SortedResiduals Of(int arm) => _arms[IsPooled ? 0 : arm];

    // Centred residuals leave the mean as it is unless the range cuts off; then it is a sum over them.
    private double Mean(SortedResiduals law, double mean) =>
        _range.Holds(mean + law.Values[0], 0) && _range.Holds(mean + law.Values[^1], 0) ? mean : law.ClampedMean(mean, _range);
}
