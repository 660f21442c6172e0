using CausalLoom.Data;
using CausalLoom.Mechanisms;

namespace CausalLoom.Evaluation.Effect;

/// <summary>
/// The synthetic rows' exact effects Δ_sim(x), and a regression that carries them to real rows, where they are not known: the stack of the
/// AIPW estimator, learned on two random halves and averaged. Its errors enter the terms only to second order.
/// </summary>
/// <param name="Effects">Δ_sim of each synthetic row.</param>
/// <param name="Fitted">The out-of-fold regression of each synthetic row.</param>
/// <param name="Model">The regression for other rows.</param>
internal sealed record ExactEffects(double[] Effects, double[] Fitted, IOutcomeModel Model)
{
    /// <summary>Learns the regression.</summary>
    public static ExactEffects Of(CausalData synthetic, double[] effects, FitContext context)
    {
        int[] halves = new int[effects.Length], order = context.Stream.Child("halves").Permutation(effects.Length);
        for (int i = 0; i < order.Length; i++)
        {
            halves[order[i]] = i % 2;
        }

        CausalData rows = new(synthetic.Covariates, new Arms(new TreatmentSpace("half", ["0", "1"]), halves),
            new Outcomes(new ContinuousColumn("cate", effects)));
        StackedOutcomeOptions options = new();
        CrossFittedOutcome fitted = new StackedOutcome(options)
            .CrossFit(rows, Folds.Stratified(halves, options.Folds, context.Stream.Child("folds")), context);
        return new ExactEffects(effects, [.. fitted.Mu[0].Zip(fitted.Mu[1], (a, b) => (a + b) / 2)], fitted.Model!);
    }

    /// <summary>The regression at other rows.</summary>
    public double[] At(Table rows) => [.. Model.Mean(rows, 0).Zip(Model.Mean(rows, 1), (a, b) => (a + b) / 2)];
}
