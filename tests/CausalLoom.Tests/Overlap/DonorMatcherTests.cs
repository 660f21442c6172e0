using System.Text.Json.Nodes;
using CausalLoom.Numerics.Linear;
using CausalLoom.Overlap;

namespace CausalLoom.Tests.Overlap;

/// <summary>Matching against tools/reference/overlap.py, which looks at all pairs, and what must hold of any matching.</summary>
public sealed class DonorMatcherTests
{
    [Theory]
    [InlineData("row_any", false, null, MatchOrder.RowOrder)]
    [InlineData("row_pair", true, null, MatchOrder.RowOrder)]
    [InlineData("row_pair_caliper", true, 0.5, MatchOrder.RowOrder)]
    [InlineData("nearest_any", false, null, MatchOrder.NearestFirst)]
    [InlineData("nearest_pair_caliper", true, 0.5, MatchOrder.NearestFirst)]
    public void AgreesWithTheReference(string name, bool pair, double? caliper, MatchOrder order)
    {
        ExtremeRows extremes = new ExtremeRule { Lower = 0.1, Upper = 0.9 }.Of(OverlapFixture.Propensity);
        Assert.Equal(OverlapFixture.Numbers(OverlapFixture.Json["low"]!).Select(v => (int)v), extremes.Low);
        Assert.Equal(OverlapFixture.Numbers(OverlapFixture.Json["high"]!).Select(v => (int)v), extremes.High);
        (int Row, int Arm)[] wanted = [.. extremes.WithMissingArm()];
        MatchingSpace space = MatchingSpace.Fit(OverlapFixture.Data.Covariates);
        Matrix points = space.Points(OverlapFixture.Donors.Covariates),
            queries = space.Points(OverlapFixture.Data.Covariates.Take([.. wanted.Select(w => w.Row)]));
        DonorMatcher matcher = new(points, pair ? OverlapFixture.Donors.Treatment.Codes : null, space.Unit, caliper);
        (DonorMatch[] matches, int[] unmatched) = matcher.Match(queries, wanted, order);
        JsonArray expected = OverlapFixture.Json[name]!.AsArray();
        Assert.Equal(expected.Select(e => ((int)e![0]!, (int)e[1]!, (int)e[2]!)), matches.Select(m => (m.Row, m.Arm, m.Donor)));
        Assert.All(matches.Zip(expected), p => Assert.Equal(p.Second![3]!.GetValue<double>(), p.First.Distance, 1e-12));
        Assert.Equal(wanted.Length, matches.Length + unmatched.Length);
        Assert.Equal(matches.Length, matches.Select(m => m.Donor).Distinct().Count());
    }

    [Fact]
    public void TheClosestPairFirstDoesNotDependOnTheOrderOfRows()
    {
        (int Row, int Arm)[] wanted = [.. new ExtremeRule { Lower = 0.3, Upper = 0.7 }.Of(OverlapFixture.Propensity).WithMissingArm()];
        MatchingSpace space = MatchingSpace.Fit(OverlapFixture.Data.Covariates);
        IEnumerable<(int, int)> Pairs(IEnumerable<(int Row, int Arm)> order)
        {
            (int Row, int Arm)[] rows = [.. order];
            DonorMatcher matcher = new(
                space.Points(OverlapFixture.Donors.Covariates), OverlapFixture.Donors.Treatment.Codes, space.Unit, null);
            return matcher.Match(space.Points(OverlapFixture.Data.Covariates.Take([.. rows.Select(r => r.Row)])), rows,
                MatchOrder.NearestFirst).Matches.Select(m => (m.Row, m.Donor)).Order();
        }

        Assert.Equal(Pairs(wanted), Pairs(wanted.Reverse()));
    }

    [Fact]
    public void UnitsOfColumnsDoNotMatter()
    {
        MatchingSpace space = MatchingSpace.Fit(OverlapFixture.Data.Covariates);
        Matrix points = space.Points(OverlapFixture.Data.Covariates);
        Assert.Equal(7, space.Varying);
        for (int j = 0; j < points.Columns; j++)
        {
            double[] column = points.Column(j);
            Assert.Equal(0, column.Average(), 1e-12);
            Assert.Equal(1, column.Average(v => v * v), 1e-12);
        }
    }
}
