using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Sandbox.Penalty;

/// <summary>
/// What the outcome module's means are off the request, and its price. Groups: τ, κ₀, κ₁ over both arms of every row, or, as the paper's
/// code has it, τ in the row's own arm and one κ a row (a treated row's is that of Y(0), a control's that of Y(1)).
/// </summary>
internal sealed class OutcomePenalty
{
    private readonly OutcomeRequest _request;
    private readonly PenaltyOptions _options;

    internal OutcomePenalty(OutcomeRequest request, PenaltyOptions options)
    {
        (_request, _options) = (request, options);
        Control = options.Augmented ? new AugmentedLagrangian([.. Enumerable.Repeat(options.Tolerance * options.Tolerance, Groups)],
            1 / (options.Tolerance * options.Tolerance)) : null;
    }

    /// <summary>Multipliers, one a group, or null.</summary>
    internal AugmentedLagrangian? Control { get; }

    /// <summary>The number of groups.</summary>
    internal int Groups => _options.ConsistentTargets ? 3 : 2;

    /// <summary>The penalty of a batch.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="means">Their means, [row × 4].</param>
    /// <param name="slopes">Receives the derivatives by the means, added.</param>
    internal double Value(ReadOnlySpan<int> batch, ReadOnlySpan<double> means, Span<double> slopes)
    {
        double sum = 0;
        for (int g = 0; g < Groups; g++)
        {
            List<Discrepancy> asked = Asked(g, batch);
            double[] d = new double[asked.Count], own = new double[asked.Count];
            for (int k = 0; k < d.Length; k++)
            {
                d[k] = asked[k].Of(means);
            }

            sum += Group(g, d, own);
            for (int k = 0; k < d.Length; k++)
            {
                slopes[asked[k].Plus] += own[k];
                slopes[asked[k].Minus] -= own[k];
            }
        }

        return sum;
    }

    /// <summary>The sum of squared discrepancies of each group, and how many there are.</summary>
    internal (double Squares, int Count)[] Squares(ReadOnlySpan<int> batch, ReadOnlySpan<double> means)
    {
        (double, int)[] squares = new (double, int)[Groups];
        for (int g = 0; g < Groups; g++)
        {
            List<Discrepancy> asked = Asked(g, batch);
            double sum = 0;
            foreach (Discrepancy one in asked)
            {
                sum += one.Of(means) * one.Of(means);
            }

            squares[g] = (sum, asked.Count);
        }

        return squares;
    }

    private double Group(int g, double[] d, double[] slopes)
    {
        if (Control is not null)
        {
            double square = CompositeLoss.Value(d, 1, 0, 0, slopes);
            CompositeLoss.Value(d, 1, 0, Control.Apply(g, square), slopes);
            return Control.Term(g, square);
        }

        bool huber = _options.Control == PenaltyControl.Huber, tau = g == 0;
        double weight = tau ? _options.TauWeight : _options.KappaWeight, share = huber ? tau ? _options.TauSquareShare
            : _options.KappaSquareShare : 1;
        double variance = huber && weight > 0 ? (tau ? _options.TauVariance : _options.KappaVariance) / weight : 0;
        return weight * CompositeLoss.Value(d, share, variance, weight, slopes);
    }

    private List<Discrepancy> Asked(int g, ReadOnlySpan<int> batch)
    {
        List<Discrepancy> asked = new(2 * batch.Length);
        for (int i = 0; i < batch.Length; i++)
        {
            int row = batch[i], at = 4 * i, arm = _request.Arms[row];
            if (_options.ConsistentTargets)
            {
                Consistent(g, row, at, asked);
            }
            else if (g == 0)
            {
                asked.Add(new Discrepancy(at + (2 * arm) + 1, at + (2 * arm), _request.Tau[row]));
            }
            else
            {
                int potential = 1 - arm;
                asked.Add(new Discrepancy(at + 2 + potential, at + potential, potential == 0 ? _request.Kappa0[row]
                    : _request.Kappa1[row]));
            }
        }

        return asked;
    }

    private void Consistent(int g, int row, int at, List<Discrepancy> asked)
    {
        switch (g)
        {
            case 0:
                asked.Add(new Discrepancy(at + 1, at, _request.Effect(row, 0)));
                asked.Add(new Discrepancy(at + 3, at + 2, _request.Effect(row, 1)));
                break;
            case 1:
                asked.Add(new Discrepancy(at + 2, at, _request.Kappa0[row]));
                break;
            default:
                asked.Add(new Discrepancy(at + 3, at + 1, _request.Kappa1[row]));
                break;
        }
    }
}
