namespace CausalLoom.Generators.Diffusion;

/// <summary>The average of several denoisers' predictions: of numbers, and of logits (a geometric mean of laws).</summary>
internal sealed class DenoiserAverage(IReadOnlyList<IDenoiser> members) : IDenoiser
{
    private float[] _numbers = [], _logits = [];

    public void Predict(DiffusionRows noised, int time, Span<float> numbers, Span<float> logits)
    {
        members[0].Predict(noised, time, numbers, logits);
        if (members.Count == 1)
        {
            return;
        }

        if (_numbers.Length < numbers.Length || _logits.Length < logits.Length)
        {
            (_numbers, _logits) = (new float[numbers.Length], new float[logits.Length]);
        }

        for (int m = 1; m < members.Count; m++)
        {
            Span<float> moreNumbers = _numbers.AsSpan(0, numbers.Length), moreLogits = _logits.AsSpan(0, logits.Length);
            members[m].Predict(noised, time, moreNumbers, moreLogits);
            Add(moreNumbers, numbers);
            Add(moreLogits, logits);
        }

        Scale(numbers, 1f / members.Count);
        Scale(logits, 1f / members.Count);
    }

    private static void Add(ReadOnlySpan<float> from, Span<float> to)
    {
        for (int i = 0; i < to.Length; i++)
        {
            to[i] += from[i];
        }
    }

    private static void Scale(Span<float> values, float factor)
    {
        foreach (ref float value in values)
        {
            value *= factor;
        }
    }
}
