using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Models;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.Exact;

/// <summary>A saved <see cref="ExactModel"/>.</summary>
internal static class ExactState
{
    public static ModelState Save(ExactModel model, ExactMechanism mechanism, IReadOnlyList<string> order)
    {
        ModelState state = new(ExactSandbox.Name);
        SynthesizerSettings.Write(state, model.TreatmentSpace, order);
        KnobState.Write(state, mechanism.Knobs);
        state.Settings["shape"] = model.OutcomeShape.ToJson();
        state.Settings["facts"] = model.Facts.ToJson();
        state.Settings["noise"] = mechanism.Law is not null;
        state.Settings["within_range"] = mechanism.Range is not null;
        state.Put("covariates", model.Generator.Save());
        state.Put("outcome", mechanism.Mu.Save());
        state.Put("propensity", mechanism.Real.Save());
        StateReader.Put(state, "numbers",
            [mechanism.Intercept, mechanism.Variance[0], mechanism.Variance[1], mechanism.Imbalance, mechanism.Tilt]);
        if (mechanism.Law is { } law)
        {
            state.Put("residual", law.Save());
        }

        return state;
    }

    public static ExactModel Load(ModelState state, Catalogues catalogues)
    {
        (TreatmentSpace space, string[] order) = SynthesizerSettings.Read(state);
        OutcomeShape shape = OutcomeShape.FromJson(state.Settings["shape"]);
        double[] numbers = state.Doubles("numbers", 5);
        bool sound = numbers.All(double.IsFinite) && numbers[1] > 0 && numbers[2] > 0 && numbers[3] is >= 0 and <= 0.5
            && numbers[4] is >= 0 and <= 1;
        ExactMechanism mechanism = new(
            KnobState.Read(state, catalogues),
            catalogues.LoadOutcome(state.Get("outcome")),
            TwoArms.Propensity(catalogues.LoadPropensity(state.Get("propensity"))),
            sound ? numbers[0] : throw StateReader.Damaged("numbers"),
            [numbers[1], numbers[2]],
            StateReader.Flag(state, "noise") ? HeteroscedasticResidualLaw.Load(state.Get("residual")) : null,
            shape.IsBinary,
            numbers[3])
        {
            Tilt = numbers[4],

            // Models saved before there was a choice have none.
            Range = state.Settings["within_range"] is not null && StateReader.Flag(state, "within_range")
                ? new OutcomeRange(shape.Minimum, shape.Maximum) : null,
        };
        return new ExactModel(catalogues.LoadGenerator(state.Get("covariates")), mechanism, shape, space, order,
            ExactFacts.FromJson(state.Settings["facts"]));
    }
}
