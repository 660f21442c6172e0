using CausalLoom.Models;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Mechanisms.Basis;

/// <summary>A fitted regression on encoded covariates and a basis of them.</summary>
/// <param name="Basis">The functions that stand beside the covariates.</param>
/// <param name="Fit">Coefficients of the covariates, then of the functions.</param>
/// <param name="LinearPenalty">The penalty on the covariates that was chosen.</param>
/// <param name="BasisPenalty">The penalty on the functions that was chosen.</param>
internal sealed record BasisFit(ICovariateBasis Basis, LinearFit Fit, double LinearPenalty, double BasisPenalty)
{
    /// <summary>The linear predictor of encoded covariates.</summary>
    internal double[] Predict(Matrix z) => Fit.Predict(z.Append(Basis.Expand(z)));

    /// <summary>Means: the predictor itself, or through the logistic function.</summary>
    internal double[] Mean(Matrix z, bool binary) => binary ? Array.ConvertAll(Predict(z), LogisticRegression.Sigmoid) : Predict(z);

    internal ModelState Save()
    {
        ModelState state = new("basis-fit");
        state.Put("basis", Basis.Save());
        StateReader.Put(state, "coefficients", [Fit.Intercept, .. Fit.Coefficients]);
        StateReader.Put(state, "penalties", [LinearPenalty, BasisPenalty]);
        return state;
    }

    internal static BasisFit Load(ModelState state, int width)
    {
        ICovariateBasis basis = BasisStates.Load(StateReader.Expect(state, "basis-fit").Get("basis"), width);
        double[] saved = state.Doubles("coefficients", width + basis.Width + 1), penalties = state.Doubles("penalties", 2);
        return new BasisFit(basis, new LinearFit(saved[0], saved[1..]), penalties[0], penalties[1]);
    }
}
