using System.Runtime.Intrinsics;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Numerics.Tests.Solvers;

/// <summary>The sums that Newton's method is made of, at row counts beside whole vectors and whole blocks.</summary>
public sealed class LogisticDesignTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(2048)]
    [InlineData(4101)]
    public void DerivativesAreThoseOfTheLoss(int rows)
    {
        RandomStream stream = RandomStream.Of(1).Child(rows);
        Matrix z = new(rows, 6, [.. Enumerable.Range(0, rows * 6).Select(_ => stream.NextNormal())]);
        double[] labels = [.. Enumerable.Range(0, rows).Select(_ => stream.NextInt(2))],
            weights = [.. Enumerable.Range(0, rows).Select(_ => stream.NextDouble())];
        LogisticDesign design = new(ScaledDesign.AsIs(z), labels, weights);
        double[] theta = [.. Enumerable.Range(0, 7).Select(_ => 0.3 * stream.NextNormal())], p = new double[design.Rows];
        double plain = 0;
        for (int i = 0; i < rows; i++)
        {
            double eta = theta[6] + Enumerable.Range(0, 6).Sum(j => theta[j] * z[i, j]);
            plain += weights[i] * LogisticRegression.Loss(eta, labels[i]);
        }

        Assert.Equal(plain, design.Loss(theta, p), 1e-11 * rows);
        (double[] gradient, Matrix hessian) = Derivatives(design, theta);
        const double Step = 1e-5;
        for (int j = 0; j < 7; j++)
        {
            (double[] up, double[] down) = ([.. theta], [.. theta]);
            up[j] += Step;
            down[j] -= Step;
            Assert.Equal((design.Loss(up, p) - design.Loss(down, p)) / (2 * Step), gradient[j], 1e-7 * rows);
            (double[] gradientUp, double[] gradientDown) = (Derivatives(design, up).Gradient, Derivatives(design, down).Gradient);
            for (int k = j; k < 7; k++)
            {
                Assert.Equal((gradientUp[k] - gradientDown[k]) / (2 * Step), hessian[k, j], 1e-7 * rows);
            }
        }
    }

    // Long designs are scaled block by block in each pass; a view of some rows and columns is a copy of them.
    [Fact]
    public void ScalingAnewChangesNoBit()
    {
        RandomStream stream = RandomStream.Of(5);
        Matrix x = new(6000, 8);
        stream.FillNormal(x.Data);
        int[] rows = stream.Permutation(6000)[..4101];
        double[] labels = [.. rows.Select(i => i % 2 == 0 ? 1.0 : 0.0)], theta = [1, -2, .5, .1, 3, .2, -.7];
        Matrix copy = new(rows.Length, 6);
        for (int i = 0; i < rows.Length; i++)
        {
            x.Row(rows[i])[..6].CopyTo(copy.Row(i));
        }

        LogisticDesign kept = new(new ScaledDesign(copy, []), labels, []);
        LogisticDesign anew = new(new ScaledDesign(new RowView(x, rows, 6), []), labels, [], mostKept: 0);
        double[] p = new double[kept.Rows], q = new double[kept.Rows];
        Assert.Equal(kept.Loss(theta, p), anew.Loss(theta, q));
        Assert.Equal(p, q);
        (double[] one, Matrix first) = Derivatives(kept, theta);
        (double[] two, Matrix second) = Derivatives(anew, theta);
        Assert.Equal(one, two);
        Assert.Equal(first.Data, second.Data);
    }

    [Fact]
    public void FarLogitsNeitherOverflowNorVanish()
    {
        double[] far = [-800, -40, -1e-9, 0, 1e-9, 40, 800], labels = [0, 1, 0, 1, 1, 0, 1];
        LogisticDesign design = new(ScaledDesign.AsIs(new Matrix(7, 1, far)), labels, []);
        double[] p = new double[design.Rows];
        Assert.Equal(far.Zip(labels).Sum(pair => LogisticRegression.Loss(pair.First, pair.Second)), design.Loss([1, 0], p), 1e-12);
        Assert.All(far, (t, i) => Assert.Equal(LogisticRegression.Sigmoid(t), p[i], 1e-15));
    }

    [Fact]
    public void LanesAreTheLibrarysFunctionsToTheLastBits()
    {
        for (double x = -699; x <= 0; x += 0.00917)
        {
            double e = LogisticLanes.Exp(Vector256.Create(x))[2];
            Assert.InRange(e / Math.Exp(x), 1 - 5e-16, 1 + 5e-16);
            double log = LogisticLanes.LogOnePlus(Vector256.Create(e))[1], expected = e < 1e-5 ? e - (e * e / 2) + (e * e * e / 3)
                : Math.Log(1 + e);
            Assert.InRange(log / expected, 1 - 3e-11, 1 + 3e-11);
        }

        Assert.Equal(Math.Log(2), LogisticLanes.LogOnePlus(Vector256<double>.One)[0], 2e-16);
        Assert.Equal(1, LogisticLanes.Exp(Vector256<double>.Zero)[0]);
        Assert.InRange(LogisticLanes.Exp(Vector256.Create(-1e300))[0], 0, 1e-300);
    }

    private static (double[] Gradient, Matrix Hessian) Derivatives(LogisticDesign design, double[] theta)
    {
        double[] p = new double[design.Rows], gradient = new double[7];
        Matrix hessian = new(7, 7);
        design.Loss(theta, p);
        design.Derivatives(p, gradient, hessian);
        return (gradient, hessian);
    }
}
