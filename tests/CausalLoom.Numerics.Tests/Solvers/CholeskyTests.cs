using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Numerics.Tests.Solvers;

public sealed class CholeskyTests
{
    [Fact]
    public void SolvesAndInvertsARandomSystem()
    {
        RandomStream stream = RandomStream.Of(1);
        Matrix x = new(40, 13);
        stream.FillNormal(x.Data);
        Matrix a = SymmetricMatrix.Gram(x);
        double[] truth = new double[13];
        stream.FillNormal(truth);
        Cholesky factor = Cholesky.Factor(a);
        double[] solved = factor.Solve(SymmetricMatrix.Multiply(a, truth));
        Matrix inverse = factor.Inverse();
        double determinant = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfRowMajor(13, 13, a.Data).Determinant();
        for (int i = 0; i < 13; i++)
        {
            Assert.Equal(truth[i], solved[i], 1e-10);
            double[] unit = SymmetricMatrix.Multiply(a, inverse.Row(i));
            Assert.All(unit, (v, j) => Assert.Equal(i == j ? 1 : 0, v, 1e-10));
        }

        Assert.Equal(Math.Log(determinant), factor.LogDeterminant, 1e-9);
        double[] white = factor.SolveLower(truth);
        Assert.Equal(white.Sum(v => v * v), truth.Zip(factor.Solve(truth), (a, b) => a * b).Sum(), 1e-9);
    }

    [Fact]
    public void SaysWhichPivotFails()
    {
        Matrix a = new(3, 3, [4, 2, 0, 2, 1, 0, 0, 0, 1]);
        ArithmeticException e = Assert.Throws<ArithmeticException>(() => Cholesky.Factor(a));
        Assert.Contains("pivot 1", e.Message, StringComparison.Ordinal);
        Assert.False(Cholesky.TryFactor(a, out _));
        Assert.False(Cholesky.TryFactor(new Matrix(1, 1, [double.NaN]), out _));
        Assert.False(Cholesky.TryFactor(new Matrix(1, 1, [-1]), out _));
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(17, 7)]
    [InlineData(50, 33)]
    public void GramAgreesWithItsDefinition(int n, int d)
    {
        RandomStream stream = RandomStream.Of(n);
        Matrix x = new(n, d);
        stream.FillNormal(x.Data);
        double[] w = [.. Enumerable.Range(0, n).Select(_ => stream.NextDouble())];
        Matrix gram = SymmetricMatrix.Gram(x, w);
        for (int j = 0; j < d; j++)
        {
            for (int k = 0; k < d; k++)
            {
                Assert.Equal(Enumerable.Range(0, n).Sum(i => w[i] * x[i, j] * x[i, k]), gram[j, k], 1e-12);
            }
        }
    }

    [Fact]
    public void SingularSystemsGetTheirLeastNormSolution()
    {
        // x₁ + x₂ = 2 twice over: the least-norm solution is (1, 1).
        double[] solved = SymmetricMatrix.Solve(new Matrix(2, 2, [1, 1, 1, 1]), [2, 2]);
        Assert.All(solved, v => Assert.Equal(1, v, 1e-12));
    }
}
