using CausalLoom.Data;
using CausalLoom.Generators.CausalMix;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Penalty;
using CausalLoom.Simulators;

namespace CausalLoom.Tests.Sandbox.Penalty;

public sealed class OverlapSweepTests
{
    // The real odds of treatment depend on covariates; what is asked depends on X_bin alone. Margins uncalibrated: the decoder has to do
    // it.
    private static readonly SandboxKnobs Asked = new(Knob.Constant(0.1), Knob.Zero, Knob.Zero,
        Knob.Of("log-alpha", x => Array.ConvertAll(((BinaryColumn)x["X_bin"]).Codes, c => 1.5 * c)));

    private static PenaltyOptions Options => new()
    {
        Covariates = new CausalMixOptions { Widths = [24], LatentSize = 4, CalibrateMargins = false, Schedule = new TrainingSchedule
            { MaxSteps = 700, ValidationShare = 0 } },
        PropensityDraws = 16,
    };

    [Fact]
    public void ASweepBuysOverlapWithFidelity()
    {
        CausalData real = Data(400);
        double[] weights = [0, 1, 30];
        ParetoFront front = OverlapSweep.Run(real, Asked, Options, weights, FitContext.ForSeed(1))!;
        Assert.Equal(weights, front.All.Select(p => p.Weight));
        Assert.True(front.All[2].Control < 0.75 * front.All[0].Control, string.Join(' ', front.All));
        Assert.True(front.All[0].Fidelity < front.All[2].Fidelity, string.Join(' ', front.All));

        // The front is what no other point dominates, and the hypervolume its share of the box, by rectangles.
        Assert.Equal(front.All.Where(p => !front.All.Any(q => q.Dominates(p))).Select(p => p.Weight).Order(),
            front.Points.Select(p => p.Weight).Order());
        Assert.Equal(Volume(front.All), front.Hypervolume, 1e-9);
        Assert.Equal(front.All, OverlapSweep.Run(real, Asked, Options, weights, FitContext.ForSeed(1, 2))!.All);
    }

    [Fact]
    public void ThereIsNoneWhereNoOverlapIsAskedForOrNumbersHaveNoDensity()
    {
        CausalData real = Data(60);
        Assert.Null(OverlapSweep.Run(real, Asked with { LogAlpha = null }, Options, null, FitContext.ForSeed(1)));
        PenaltyOptions squared = Options with
            { Covariates = Options.Covariates with { Reconstruction = CausalMixReconstruction.SquaredError } };
        Assert.Null(OverlapSweep.Run(real, Asked, squared, null, FitContext.ForSeed(1)));
        Assert.Throws<CausalLoomException>(() => OverlapSweep.Run(real, Asked, Options, [3, 1], FitContext.ForSeed(1)));
    }

    // Every cell of the grid that the points' coordinates make, counted where a point dominates it.
    private static double Volume(IReadOnlyList<ParetoPoint> points)
    {
        double[] x = [.. points.Select(p => p.Fidelity).Order()], y = [.. points.Select(p => p.Control).Order()];
        double sum = 0;
        for (int i = 0; i + 1 < x.Length; i++)
        {
            for (int j = 0; j + 1 < y.Length; j++)
            {
                sum += points.Any(p => p.Fidelity <= x[i] && p.Control <= y[j]) ? (x[i + 1] - x[i]) * (y[j + 1] - y[j]) : 0;
            }
        }

        double box = (x[^1] - x[0]) * (y[^1] - y[0]);
        return box > 0 ? sum / box : 1;
    }

    private static CausalData Data(int rows) => CausalData.From(new ToySimulator().Draw(rows, RandomStream.Of(6)).Table, "T", "Y");
}
