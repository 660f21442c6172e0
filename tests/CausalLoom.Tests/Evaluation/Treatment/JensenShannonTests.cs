using CausalLoom.Evaluation.Treatment;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Tests.Evaluation.Treatment;

public sealed class JensenShannonTests
{
    [Fact]
    public void HasItsClosedForms()
    {
        Assert.Equal(1, JensenShannon.Distance(0, 1), 12);
        Assert.Equal(0, JensenShannon.Distance(0.3, 0.3), 12);
        Assert.Equal(0, JensenShannon.Distance(1, 1), 12);

        // Small gaps: d ≈ |Δp| / √(8·ln 2·p(1 − p)).
        Assert.Equal(0.01 / Math.Sqrt(8 * Math.Log(2) * 0.25), JensenShannon.Distance(0.495, 0.505), 1e-6);
    }

    [Theory]
    [InlineData(0.1, 0.7)]
    [InlineData(0.02, 0.5)]
    public void IsSymmetricInSidesAndInArms(double p, double q)
    {
        Assert.Equal(JensenShannon.Distance(p, q), JensenShannon.Distance(q, p), 12);
        Assert.Equal(JensenShannon.Distance(p, q), JensenShannon.Distance(1 - p, 1 - q), 12);
    }

    [Fact]
    public void PaperScoreEqualsScikitLearnAndScipy()
    {
        (Matrix real, int[] w) = Design(ReferenceFixture.Real);
        (Matrix synthetic, int[] ws) = Design(ReferenceFixture.Synthetic);
        Assert.Equal(ReferenceFixture.Value("jsd_pi"), PaperJsd.Score(real, Samples.Arms(w), synthetic, Samples.Arms(ws)), 1e-6);
    }

    [Fact]
    public void OneArmedSyntheticRowsGiveAScore()
    {
        (Matrix real, int[] w) = Design(ReferenceFixture.Real);
        Assert.InRange(PaperJsd.Score(real, Samples.Arms(w), real, Samples.Arms(new int[w.Length])), 0, 0.9);
    }

    // As in the fixture script: W is column c; X is a, b / 40 and k.
    private static (Matrix X, int[] W) Design(Matrix rows)
    {
        Matrix x = new(rows.Rows, 3);
        for (int i = 0; i < rows.Rows; i++)
        {
            (x[i, 0], x[i, 1], x[i, 2]) = (rows[i, 0], rows[i, 1] / 40, rows[i, 3]);
        }

        return (x, Array.ConvertAll(rows.Column(2), v => (int)v));
    }
}
