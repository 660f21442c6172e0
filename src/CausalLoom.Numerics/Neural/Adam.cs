using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural;

/// <summary>
/// Adam (Kingma and Ba, 2015) with coupled weight decay, or AdamW (Loshchilov and Hutter, 2019) where
/// <see cref="AdamOptions.Decoupled"/>. Moments are float32, bias corrections float64, as in torch.
/// </summary>
public sealed unsafe class Adam : IResumable
{
    private readonly ParameterStore _store;
    private readonly AdamOptions _options;
    private PinnedFloats _first;
    private PinnedFloats _second;

    /// <summary>An optimiser over all parameters of a store.</summary>
    public Adam(ParameterStore store, AdamOptions options)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        _store = store;
        _options = options;
        _first = new PinnedFloats(store.Used);
        _second = new PinnedFloats(store.Used);
    }

    /// <summary>The number of steps taken.</summary>
    public int Steps { get; private set; }

    /// <summary>The learning rate of the next step.</summary>
    public double LearningRate => _options.LinearDecaySteps > 0
        ? _options.LearningRate * Math.Max(0, 1 - ((double)Steps / _options.LinearDecaySteps))
        : _options.LearningRate;

    /// <summary>Moves the parameters by their gradients, which are left as they are.</summary>
    /// <exception cref="InvalidOperationException">Parameters were added since the optimiser was made.</exception>
    public void Step()
    {
        if (PinnedFloats.RoundUp(_store.Used) != _first.Length)
        {
            throw new InvalidOperationException("The network gained parameters after its optimiser was made.");
        }

        _store.Settle();
        double rate = LearningRate;
        Steps++;
        double correction1 = 1 - Math.Pow(_options.Beta1, Steps), correction2 = 1 - Math.Pow(_options.Beta2, Steps);
        OptimiserKernels.Adam(_store, _first, _second, new AdamStep
        {
            Beta1 = (float)_options.Beta1,
            OneMinusBeta1 = (float)(1 - _options.Beta1),
            Beta2 = (float)_options.Beta2,
            OneMinusBeta2 = (float)(1 - _options.Beta2),
            StepSize = (float)(rate / correction1),
            InverseRootCorrection2 = (float)(1 / Math.Sqrt(correction2)),
            Epsilon = (float)_options.Epsilon,
            CoupledDecay = _options.Decoupled ? 0 : (float)_options.WeightDecay,
            Shrinkage = _options.Decoupled ? (float)(1 - (rate * _options.WeightDecay)) : 1,
        });
    }

    /// <inheritdoc />
    public void Exchange(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        int steps = Steps;
        state.Value(ref steps);
        Steps = steps;
        state.Values(_first.Span(_first.Pointer, _first.Length));
        state.Values(_second.Span(_second.Pointer, _second.Length));
    }
}
