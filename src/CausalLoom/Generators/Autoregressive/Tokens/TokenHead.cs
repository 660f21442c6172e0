using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Autoregressive.Tokens;

/// <summary>
/// Logits of a target from hidden units, along smooth directions where the target is ordered (<see cref="SmoothBasis"/>). The
/// bias starts at the log frequencies, so training starts at the margin.
/// </summary>
internal sealed class TokenHead
{
    // Outputs start this much smaller than torch's default: close to the margin, which the bias is.
    private const double OutputStart = 0.1;

    // The logit of a place that a group does not have.
    private const float Absent = -40;

    private readonly Parameter _output, _bias;
    private readonly Parameter? _basis;

    internal TokenHead(ParameterStore store, string name, TokenTarget target, int width, RandomStream stream)
    {
        Target = target;
        int directions = target.Count;
        float[]? basis = target.Split is null ? SmoothBasis.Of(target.Tokens, out directions) : null;
        _output = store.Add(name + ".weight", width, directions);
        Initialiser.Uniform(_output, OutputStart / Math.Sqrt(width), stream);
        _bias = store.Add(name + ".bias", target.IsMember ? target.Split!.Groups : 1, target.Count);
        StartBias();
        if (basis is not null)
        {
            // Fixed: in a store of its own, which no optimiser moves.
            _basis = new ParameterStore().Add("basis", directions, target.Count);
            basis.CopyTo(_basis.Value);
        }
    }

    internal TokenTarget Target { get; }

    /// <summary>Logits [rows × outcomes].</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="h">Hidden units [rows × width].</param>
    /// <param name="groups">The group of each row where the place in a group is predicted, otherwise not looked at.</param>
    internal Node Logits(Tape tape, Node h, ReadOnlySpan<int> groups)
    {
        if (Target.IsMember)
        {
            return tape.Add(tape.Linear(h, _output, null), tape.Embed(_bias, groups));
        }

        return _basis is null ? tape.Linear(h, _output, _bias) : tape.Linear(tape.Linear(h, _output, null), _basis, _bias);
    }

    private void StartBias()
    {
        if (!Target.IsMember)
        {
            Fill(_bias.Value, Target.Counts());
            return;
        }

        TokenSplit split = Target.Split!;
        for (int g = 0; g < split.Groups; g++)
        {
            Span<float> row = _bias.Value.Slice(g * split.Members, split.Members);
            row.Fill(Absent);
            Fill(row[..split.Size(g)], split.MemberCounts(g));
        }
    }

    private static void Fill(Span<float> bias, ReadOnlySpan<double> counts)
    {
        double total = 0;
        foreach (double n in counts)
        {
            total += n;
        }

        for (int k = 0; k < counts.Length; k++)
        {
            bias[k] = (float)Math.Log(counts[k] / total);
        }
    }
}
