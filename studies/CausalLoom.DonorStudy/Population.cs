using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;

namespace CausalLoom.DonorStudy;

/// <summary>A law of covariates, arms and outcomes; donors obey that of outcomes, and may have covariates and arms of their own.</summary>
internal sealed class Population(string name)
{
    public static readonly string[] Names = ["linear", "nonlinear", "binary", "count", "heavy tails", "uneven spread", "costs", Papers];

    // The process of arXiv 2604.23904, whose data have poor overlap.
    private const string Papers = "papers' process";

    /// <summary>Rows, with a fault planted in their outcomes.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="donors">Whether they are a trial's, with half in each arm.</param>
    /// <param name="moved">Whether their covariates have another law than the data's.</param>
    /// <param name="fault">What is planted.</param>
    /// <param name="stream">Draws.</param>
    public CausalData Draw(int rows, bool donors, bool moved, Fault fault, RandomStream stream)
    {
        if (name == Papers)
        {
            return Process(rows, donors, fault, stream);
        }

        double[] a = new double[rows], b = new double[rows], c = new double[rows], y = new double[rows];
        int[] sex = new int[rows], w = new int[rows];
        long[] visits = new long[rows];
        for (int i = 0; i < rows; i++)
        {
            a[i] = (moved ? 0.7 : 0) + stream.NextNormal();
            b[i] = (moved ? 1.3 : 1) * stream.NextNormal();
            c[i] = (0.5 * a[i]) + (0.9 * stream.NextNormal());
            sex[i] = stream.NextBernoulli(moved ? 0.7 : 0.5) ? 1 : 0;
            visits[i] = Poisson(moved ? 3 : 2, stream);
            w[i] = stream.NextBernoulli(donors ? 0.5 : 1 / (1 + Math.Exp((-1.2 * a[i]) + (0.8 * b[i])))) ? 1 : 0;
            double turn = fault == Fault.SlopeTurned ? -1 : 1, noise = fault == Fault.SpreadDoubled ? 2 : 1;
            y[i] = Outcome(turn * a[i], b[i], c[i], sex[i], visits[i], w[i], noise, stream);
            y[i] = fault switch
            {
                Fault.HalfOverwritten => stream.NextBernoulli(0.5) ? 1 : y[i],
                Fault.MeanMoved => Moved(y[i], stream),
                Fault.TreatedMoved => w[i] == 1 ? Moved(y[i], stream) : y[i],
                Fault.FifthZero => stream.NextBernoulli(0.2) ? 0 : y[i],
                _ => y[i],
            };
        }

        Column outcome = name switch
        {
            "binary" => new BinaryColumn("y", Array.ConvertAll(y, v => (int)v), ["0", "1"]),
            "count" => new IntegerColumn("y", Array.ConvertAll(y, v => (long)v)),
            _ => new ContinuousColumn("y", y),
        };
        return CausalData.From(new Table([new ContinuousColumn("a", a), new ContinuousColumn("b", b), new ContinuousColumn("c", c),
            new BinaryColumn("sex", sex, ["f", "m"]), new IntegerColumn("visits", visits), new BinaryColumn("w", w, ["0", "1"]), outcome]),
            "w", "y");
    }

    private CausalData Process(int rows, bool donors, Fault fault, RandomStream stream)
    {
        ISimulator simulator = Catalogues.Default.CreateSimulator("hybrid", [donors ? "overlap=randomized" : "overlap=poor"]);
        CausalData drawn = CausalData.From(simulator.Draw(rows, stream.Child("rows")).Table, simulator.Treatment, simulator.Outcome);
        BinaryColumn outcome = (BinaryColumn)drawn.OutcomeColumn;
        int[] codes = [.. outcome.Codes.Select((y, i) => fault switch
        {
            Fault.HalfOverwritten => stream.NextBernoulli(0.5) ? 1 : y,
            Fault.MeanMoved => (int)Moved(y, stream),
            Fault.TreatedMoved => drawn.Treatment[i] == 1 ? (int)Moved(y, stream) : y,
            _ => y,
        })];
        Table changed = drawn.Covariates.With(drawn.Treatment.ToColumn(), new BinaryColumn(outcome.Name, codes, outcome.Levels));
        return CausalData.From(changed, simulator.Treatment, simulator.Outcome);
    }

    /// <summary>Whether a fault makes sense of such outcomes.</summary>
    public bool Can(Fault fault) => (name, fault) switch
    {
        (Papers, Fault.SlopeTurned or Fault.SpreadDoubled or Fault.FifthZero) or
        ("binary", Fault.SpreadDoubled or Fault.FifthZero) or ("count", Fault.SpreadDoubled) => false,
        _ => true,
    };

    // By half a standard deviation of what the covariates leave over, or its like.
    private double Moved(double y, RandomStream stream) => name switch
    {
        "binary" or Papers => y == 0 && stream.NextBernoulli(0.35) ? 1 : y,
        "count" => y + (stream.NextBernoulli(0.7) ? 1 : 0),
        "heavy tails" => y + 0.75,
        "costs" => y == 0 ? 0 : y * 1.7,
        _ => y + 0.5,
    };

    private double Outcome(double a, double b, double c, int sex, long visits, int w, double noise, RandomStream stream)
    {
        double line = a + (0.5 * b) - (0.5 * sex) + (0.2 * visits) + (w * (1 + (0.5 * a)));
        return name switch
        {
            "nonlinear" => (2 * Math.Sin(2 * a)) + (a * b) + Math.Abs(c) + (w * (1 + (0.5 * b * b))) + (noise * stream.NextNormal()),
            "binary" => stream.NextBernoulli(1 / (1 + Math.Exp(-line + 0.6))) ? 1 : 0,
            "count" => Poisson(Math.Exp((0.4 * line) - 0.2), stream),
            "heavy tails" => line + (noise * stream.NextNormal()
                / Math.Sqrt((Square(stream) + Square(stream) + Square(stream)) / 3)),
            "uneven spread" => line + (noise * Math.Exp(0.5 * a) * stream.NextNormal()),
            "costs" => stream.NextBernoulli(0.3) ? 0 : Math.Exp((0.4 * line) + (0.6 * noise * stream.NextNormal())),
            _ => line + (noise * stream.NextNormal()),
        };
    }

    private static double Square(RandomStream stream) => stream.NextNormal() is var z ? z * z : 0;

    private static int Poisson(double mean, RandomStream stream)
    {
        int count = 0;
        for (double left = stream.NextExponential(); left < mean; left += stream.NextExponential())
        {
            count++;
        }

        return count;
    }
}
