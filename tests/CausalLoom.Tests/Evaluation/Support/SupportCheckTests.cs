using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Support;
using CausalLoom.Numerics.Linear;
using CausalLoom.Tests.Evaluation.Covariates;

namespace CausalLoom.Tests.Evaluation.Support;

public sealed class SupportCheckTests
{
    private static readonly FitContext Context = FitContext.ForSeed(1);

    [Fact]
    public void EqualsScikitLearnNeighbours()
    {
        int[] realArms = Array.ConvertAll(ReferenceFixture.Real.Column(2), v => (int)v),
            arms = Array.ConvertAll(ReferenceFixture.Synthetic.Column(2), v => (int)v);
        SupportMetrics m = SupportCheck.Measure(ReferenceFixture.Real, realArms, ReferenceFixture.Synthetic, arms, Context);
        Assert.Equal(ReferenceFixture.Value("share_outside"), m.ShareOutside, 12);
        Assert.Equal(ReferenceFixture.Value("share_outside_arm"), m.ShareOutsideArm, 12);
    }

    [Fact]
    public void FarRowsAreOutsideAndFreshRowsAreNot()
    {
        Matrix real = CovariatePropertyTests.Normal(1000, 4, 1), fresh = CovariatePropertyTests.Normal(1000, 4, 2);
        int[] arms = [.. Enumerable.Range(0, 1000).Select(i => i % 2)];

        // 1 % expected; P(Binomial(1000, .01) + threshold noise > 35) is below 1e-6.
        Assert.InRange(SupportCheck.Measure(real, arms, fresh, arms, Context).ShareOutside, 0, 0.035);
        Matrix far = new(1000, 4, Array.ConvertAll(fresh.Data, v => v + 20));
        SupportMetrics outside = SupportCheck.Measure(real, arms, far, arms, Context);
        Assert.Equal(1, outside.ShareOutside);
        Assert.Equal(1, outside.ShareOutsideArm);
    }

    [Fact]
    public void ARowBesideTheOtherArmOnlyIsOutsideItsOwn()
    {
        // Arms live in separate places; synthetic rows are copies with the arms exchanged.
        Matrix real = CovariatePropertyTests.Normal(200, 2, 3);
        int[] arms = [.. Enumerable.Range(0, 200).Select(i => i < 100 ? 0 : 1)];
        for (int i = 100; i < 200; i++)
        {
            real[i, 0] += 30;
        }

        SupportMetrics m = SupportCheck.Measure(real, arms, real, Array.ConvertAll(arms, a => 1 - a), Context);
        Assert.Equal(0, m.ShareOutside);
        Assert.Equal(1, m.ShareOutsideArm);
    }
}
