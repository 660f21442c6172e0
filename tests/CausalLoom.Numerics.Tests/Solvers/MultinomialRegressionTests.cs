using System.Text.Json.Nodes;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Numerics.Tests.Solvers;

/// <summary>Multinomial regression against tools/reference/multinomial.py, its own first-order condition and the logistic one.</summary>
public sealed class MultinomialRegressionTests
{
    private static readonly JsonNode Fixture = SolverFixtures.Read("multinomial.json");
    private static readonly Matrix X = SolverFixtures.Rows(Fixture["x"]);
    private static readonly int[] Y = [.. SolverFixtures.Vector(Fixture["y"]).Select(v => (int)v)];
    private static readonly double[] S = SolverFixtures.Vector(Fixture["weights"]);

    [Fact]
    public void FitsAgreeWithNumpy()
    {
        foreach (JsonNode? expected in Fixture["fits"]!.AsArray())
        {
            MultinomialFit fit = Fit(expected!["l2"]!.GetValue<double>(), expected["weighted"]!.GetValue<bool>());
            Assert.True(fit.Converged);
            Assert.All(SolverFixtures.Vector(expected["intercepts"]), (a, k) => Assert.Equal(a, fit.Intercepts[k], 1e-6));
            Assert.All(SolverFixtures.Rows(expected["coefficients"]).Data, (b, j) => Assert.Equal(b, fit.Coefficients.Data[j], 1e-6));
        }
    }

    [Theory]
    [InlineData(1.0, false)]
    [InlineData(0.01, true)]
    public void ThePenalisedLikelihoodIsFlatAtTheFit(double l2, bool weighted)
    {
        MultinomialFit fit = Fit(l2, weighted);
        const double h = 1e-5;
        for (int k = 0; k < 4; k++)
        {
            Assert.Equal(0, Slope(step => Loss(Moved(fit, k, -1, step), l2, weighted)), 1e-6);
            for (int j = 0; j < X.Columns; j++)
            {
                Assert.Equal(0, Slope(step => Loss(Moved(fit, k, j, step), l2, weighted)), 1e-6);
            }
        }

        // And not flat beside it, so that the check can fail.
        MultinomialFit beside = Moved(fit, 1, 0, 0.01);
        Assert.True(Math.Abs(Slope(step => Loss(Moved(beside, 1, 0, step), l2, weighted))) > 0.01);

        static double Slope(Func<double, double> loss) => (loss(h) - loss(-h)) / (2 * h);
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(1.0)]
    [InlineData(30.0)]
    public void TwoClassesAreALogisticRegressionOfHalfThePenalty(double l2)
    {
        // With β = b_1 − b_0 the fit has b_1 = −b_0 = β/2 and ½λ(|b_0|² + |b_1|²) = ½(λ/2)|β|².
        int[] y = Array.ConvertAll(Y, k => k > 1 ? 1 : 0);
        MultinomialFit two = MultinomialRegression.Fit(X, y, 2, l2, S, cancellation: TestContext.Current.CancellationToken);
        LogisticFit one = LogisticRegression.Fit(X, y, l2 / 2, S);
        Assert.Equal(one.Intercept, two.Intercepts[1] - two.Intercepts[0], 1e-8);
        for (int j = 0; j < X.Columns; j++)
        {
            Assert.Equal(one.Coefficients[j], two.Coefficients[1, j] - two.Coefficients[0, j], 1e-8);
            Assert.Equal(0, two.Coefficients[1, j] + two.Coefficients[0, j], 1e-8);
        }

        Assert.All(one.Predict(X), (p, i) => Assert.Equal(p, two.Probabilities(X)[1][i], 1e-9));
    }

    [Fact]
    public void WhatCannotBeFittedIsRefused()
    {
        Assert.Throws<ArgumentException>(() => MultinomialRegression.Fit(X, Y, 3, cancellation: TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => MultinomialRegression.Fit(X, Y.AsSpan(1), 4,
            cancellation: TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentOutOfRangeException>(() => MultinomialRegression.Fit(X, Y, 4, 0,
            cancellation: TestContext.Current.CancellationToken));
    }

    private static MultinomialFit Fit(double l2, bool weighted) =>
        weighted ? MultinomialRegression.Fit(X, Y, 4, l2, S) : MultinomialRegression.Fit(X, Y, 4, l2);

    private static MultinomialFit Moved(MultinomialFit fit, int k, int j, double step)
    {
        double[] intercepts = [.. fit.Intercepts];
        Matrix coefficients = new(fit.Coefficients.Rows, fit.Coefficients.Columns, [.. fit.Coefficients.Data]);
        if (j < 0)
        {
            intercepts[k] += step;
        }
        else
        {
            coefficients[k, j] += step;
        }

        return new MultinomialFit(intercepts, coefficients, true);
    }

    // Written out from the definition: −Σ s log p + ½λ Σ b².
    private static double Loss(MultinomialFit fit, double l2, bool weighted)
    {
        double loss = 0.5 * l2 * fit.Coefficients.Data.Sum(b => b * b);
        double[] eta = new double[4];
        for (int i = 0; i < Y.Length; i++)
        {
            for (int k = 0; k < 4; k++)
            {
                eta[k] = fit.Intercepts[k];
                for (int j = 0; j < X.Columns; j++)
                {
                    eta[k] += fit.Coefficients[k, j] * X[i, j];
                }
            }

            loss += (weighted ? S[i] : 1) * (Math.Log(eta.Sum(Math.Exp)) - eta[Y[i]]);
        }

        return loss;
    }
}
