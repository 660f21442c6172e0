using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Networks;

namespace CausalLoom.Estimation.Conditional;

/// <summary>Out-of-fold μ̂₀, μ̂₁ and, where asked for, p̂ of each row: the first stage of the DR- and RA-learners.</summary>
internal sealed class CrossFittedNuisance
{
    private CrossFittedNuisance(int rows)
    {
        (Mu0, Mu1, Propensity) = (new double[rows], new double[rows], new double[rows]);
    }

    public double[] Mu0 { get; }

    public double[] Mu1 { get; }

    public double[] Propensity { get; }

    public static CrossFittedNuisance Fit(CateSample sample, CateNetworkOptions options, bool withPropensity, FitContext context)
    {
        Folds folds = Folds.Stratified(sample.Treatment, options.Folds, context.Stream.Child("folds"), sample.Groups);
        CrossFittedNuisance nuisance = new(sample.Rows);
        int perFold = withPropensity ? 3 : 2;
        double[] arms = Array.ConvertAll(sample.Treatment, w => (double)w);
        context.Child("nuisance").Map(folds.Count * perFold, (job, c) =>
        {
            int[] held = folds.HeldOut(job / perFold), used = folds.Training(job / perFold);
            int part = job % perFold;
            BasicNetModel network = part == 2 ? sample.Network(used, arms, NetworkTask.Softmax, options.Propensity, c)
                : TLearner.ArmNetwork(sample, used, part, options, c);
            double[] predicted = network.Predict(sample.Features.TakeRows(held)), into = part switch
                { 0 => nuisance.Mu0, 1 => nuisance.Mu1, _ => nuisance.Propensity };
            for (int i = 0; i < held.Length; i++)
            {
                into[held[i]] = part == 2 ? Math.Clamp(predicted[i], options.PropensityClip, 1 - options.PropensityClip) : predicted[i];
            }

            return true;
        });
        return nuisance;
    }
}
