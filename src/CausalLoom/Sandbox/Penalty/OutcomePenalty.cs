using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Sandbox.Penalty;

/// <summary>
/// What the outcome module's <see cref="FourMeans"/> are off the request, and its price (arXiv 2603.03587;
/// docs/methods/sandbox-penalty.md). Groups: τ, κ₀, κ₁ over both arms of every row, or, as the paper's code has it, τ in the row's own arm
/// and one κ a row (a treated row's is that of Y(0), a control's that of Y(1)).
/// </summary>
internal sealed class OutcomePenalty
{
    // The groups; as the paper's code has it there are two, and the second holds both κ.
    private const int Tau = 0, Kappa0 = 1;

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
    /// <param name="means">Their <see cref="FourMeans"/>.</param>
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

        bool huber = _options.Control == PenaltyControl.Huber, tau = g == Tau;
        double weight = tau ? _options.TauWeight : _options.KappaWeight;
        double share = huber ? tau ? _options.TauSquareShare : _options.KappaSquareShare : 1;
        double variance = huber && weight > 0 ? (tau ? _options.TauVariance : _options.KappaVariance) / weight : 0;
        return weight * CompositeLoss.Value(d, share, variance, weight, slopes);
    }

    private List<Discrepancy> Asked(int g, ReadOnlySpan<int> batch)
    {
        List<Discrepancy> asked = new(2 * batch.Length);
        for (int i = 0; i < batch.Length; i++)
        {
            if (_options.ConsistentTargets)
            {
                Consistent(g, i, batch[i], asked);
            }
            else
            {
                AsCoded(g, i, batch[i], asked);
            }
        }

        return asked;
    }

    // Of every row in both arms: m₁(x, t) − m₀(x, t) = τ + (t − e)(κ₁ − κ₀) and m_a(x, 1) − m_a(x, 0) = κ_a.
    private void Consistent(int g, int i, int row, List<Discrepancy> asked)
    {
        switch (g)
        {
            case Tau:
                asked.Add(Discrepancy.Effect(i, 0, _request.Effect(row, 0)));
                asked.Add(Discrepancy.Effect(i, 1, _request.Effect(row, 1)));
                break;
            case Kappa0:
                asked.Add(Discrepancy.Confounding(i, 0, _request.Kappa0[row]));
                break;
            default:
                asked.Add(Discrepancy.Confounding(i, 1, _request.Kappa1[row]));
                break;
        }
    }

    // The paper's code: τ in the row's own arm t, and κ of the potential outcome that was not observed, 1 − t.
    private void AsCoded(int g, int i, int row, List<Discrepancy> asked)
    {
        int arm = _request.Arms[row], other = 1 - arm;
        asked.Add(g == Tau
            ? Discrepancy.Effect(i, arm, _request.Tau[row])
            : Discrepancy.Confounding(i, other, (other == 0 ? _request.Kappa0 : _request.Kappa1)[row]));
    }
}
