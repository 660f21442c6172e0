using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Models;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Tests.Evaluation.Treatment;

/// <summary>A small flexible propensity model of the tests' own: boosted trees, calibrated by a logistic fit to out-of-fold logits.</summary>
internal sealed class PlattBoosting : IPropensityLearner
{
    private const int Folds = 5;

    private static readonly BoostingOptions Options = new() { Loss = BoostingLoss.Logistic, Trees = 80, LearningRate = 0.05, MaxLeaves = 8 };

    public string Name => "platt-boosting";

    public IPropensityModel Fit(Table covariates, int[] treatment, FitContext context)
    {
        (FeatureEncoder encoder, Matrix x) = FeatureEncoder.FitEncode(covariates, FeatureOptions.ForTrees);
        double[] y = Array.ConvertAll(treatment, w => (double)w), logits = new double[y.Length];
        int[] order = context.Stream.Child("folds").Permutation(y.Length);
        for (int fold = 0; fold < Folds; fold++)
        {
            int[] test = [.. order.Where((_, i) => i % Folds == fold)], train = [.. order.Where((_, i) => i % Folds != fold)];
            double[] scores = GradientBoosting.Fit(x.TakeRows(train), [.. train.Select(i => y[i])], Options, context.Stream.Child(fold)).Scores(x.TakeRows(test));
            for (int i = 0; i < test.Length; i++)
            {
                logits[test[i]] = scores[i];
            }
        }

        LogisticFit calibration = LogisticRegression.Fit(new Matrix(y.Length, 1, logits), y, l2: 1e-6);
        return new Model(encoder, GradientBoosting.Fit(x, y, Options, context.Stream.Child("all")), calibration);
    }

    private sealed class Model(FeatureEncoder encoder, BoostedTrees trees, LogisticFit calibration) : IPropensityModel
    {
        public double[] Predict(Table covariates)
        {
            double[] scores = trees.Scores(encoder.Encode(covariates));
            return Array.ConvertAll(calibration.Predict(new Matrix(scores.Length, 1, scores)), p => Math.Clamp(p, 1e-3, 1 - 1e-3));
        }

        public ModelState Save() => throw new NotSupportedException();
    }
}
