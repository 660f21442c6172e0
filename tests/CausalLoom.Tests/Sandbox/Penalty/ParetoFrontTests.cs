using CausalLoom.Data;
using CausalLoom.Generators.CausalMix;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Penalty;
using CausalLoom.Simulators;

namespace CausalLoom.Tests.Sandbox.Penalty;

public sealed class ParetoFrontTests
{
    [Fact]
    public void KneeAndHypervolumeAreThoseWorkedOutByHand()
    {
        // Front (0, 10), (1, 2), (4, 0); (2, 6) is dominated. Scaled, the middle is (.25, .2). Box 4 × 10; dominated 1·0 + 3·8 + 0 = 24.
        ParetoFront front = ParetoFront.Of([new(1, 4, 0), new(2, 0, 10), new(3, 2, 6), new(4, 1, 2)]);
        Assert.Equal([2, 4, 1], front.Points.Select(p => p.Weight));
        Assert.Equal(4, front.Knee.Weight);
        Assert.Equal(0.6, front.Hypervolume, 1e-12);
        Assert.Equal(4, front.All.Count);
    }

    [Fact]
    public void OnePointAndEqualPointsHaveAFrontOfOne()
    {
        Assert.Equal(1, ParetoFront.Of([new(1, 2, 3)]).Hypervolume);
        ParetoFront twice = ParetoFront.Of([new(1, 2, 3), new(2, 2, 3), new(3, 4, 5)]);
        Assert.Equal(1, Assert.Single(twice.Points).Weight);
        Assert.Equal(1, twice.Hypervolume);
        Assert.Throws<ArgumentException>(() => ParetoFront.Of([new(1, double.NaN, 3)]));
        Assert.Throws<ArgumentException>(() => ParetoFront.Of([]));
    }

    [Fact]
    public void TheFrontIsThePointsThatNoneDominatesAndTheHypervolumeTheirShareOfTheBox()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            RandomStream stream = RandomStream.Of(seed);
            ParetoPoint[] points = [.. Enumerable.Range(0, 25).Select(k => new ParetoPoint(k, stream.NextDouble(), stream.NextDouble()))];
            ParetoFront front = ParetoFront.Of(points);
            Assert.Equal(points.Where(p => !points.Any(q => q.Dominates(p))).Select(p => p.Weight).Order(),
                front.Points.Select(p => p.Weight).Order());

            // By throwing darts; five standard errors.
            double low = points.Min(p => p.Fidelity), high = points.Max(p => p.Fidelity), bottom = points.Min(p => p.Control),
                top = points.Max(p => p.Control);
            const int darts = 4000;
            int hits = Enumerable.Range(0, darts).Count(_ =>
            {
                ParetoPoint dart = new(0, low + ((high - low) * stream.NextDouble()), bottom + ((top - bottom) * stream.NextDouble()));
                return points.Any(p => p.Dominates(dart));
            });
            Assert.Equal(front.Hypervolume, hits / (double)darts, 5 * Math.Sqrt(0.25 / darts));
        }
    }

    [Fact]
    public void ASweepBuysControlWithFidelity()
    {
        CausalData real = CausalData.From(new ToySimulator().Draw(600, RandomStream.Of(1)).Table, "T", "Y");
        SandboxKnobs knobs = new(Knob.Constant(-0.3), Knob.Zero, Knob.Constant(0.1), null);
        PenaltyOptions options = new()
            { OutcomeWidths = [16], OutcomeSchedule = new TrainingSchedule { MaxSteps = 1200, ValidationShare = 0 } };
        ParetoFront front = ParetoSweep.Run(real, knobs, options, [0, 3, 30, 1000], FitContext.ForSeed(1));
        Assert.Equal(4, front.All.Count);
        Assert.True(front.All[3].Control < 0.05 && front.All[3].Control < 0.3 * front.All[0].Control, string.Join(' ', front.All));
        Assert.True(front.All[0].Fidelity < front.All[3].Fidelity - 0.01, string.Join(' ', front.All));
        Assert.Equal(front.All, ParetoSweep.Run(real, knobs, options, [0, 3, 30, 1000], FitContext.ForSeed(1)).All);
        Assert.Throws<CausalLoomException>(() => ParetoSweep.Run(real, knobs, options, [3, 1], FitContext.ForSeed(1)));
    }
}
