using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Sandbox.Verification;

/// <summary>
/// A sandbox with one fault and nothing else amiss: whatever comes after the fault is drawn for what it left (outcomes for the arms that
/// units were put in, columns from outcomes as drawn). <see cref="Tampered"/> changes what is there and redraws nothing.
/// </summary>
internal sealed class Mutant(ISandboxModel inner) : ISandboxModel
{
    private static readonly double Imbalance = new ExactOptions { Generator = Named.Generator("bootstrap") }.Imbalance;

    /// <summary>Puts units into arms, given covariates and the right propensity; null: as the sandbox did.</summary>
    public Func<Table, double[], RandomStream, int[]>? Assign { get; init; }

    /// <summary>Draws outcomes of units in these arms from the right law; null: as they come.</summary>
    public Func<ISandboxLaw, Table, int[], RandomStream, SandboxOutcomes>? Outcomes { get; init; }

    /// <summary>Changes what is released of units whose outcomes are drawn: covariates, or what is recorded as true.</summary>
    public Func<SandboxDraw, RandomStream, SandboxDraw>? Released { get; init; }

    /// <summary>Changes the released table alone, with its arms and outcomes.</summary>
    public Func<SyntheticData, RandomStream, SyntheticData>? Written { get; init; }

    public SandboxKnobs Knobs => inner.Knobs;

    public OutcomeShape OutcomeShape => inner.OutcomeShape;

    public string Method => inner.Method;

    public bool HasTruth => true;

    public TreatmentSpace TreatmentSpace => inner.TreatmentSpace;

    public ITabularModel Generator => inner.Generator;

    public IReadOnlyList<TrainingPoint> TrainingCurve => [];

    public ModelState Save() => throw new NotSupportedException();

    public SandboxDraw DrawUnits(int rows, RandomStream stream)
    {
        SandboxDraw units = inner.DrawUnits(rows, stream);
        RandomStream own = stream.Child("mutant");
        if (Assign is not null || Outcomes is not null)
        {
            int[] arms = Assign?.Invoke(units.Covariates, units.Propensity, own.Child("arms")) ?? units.Treatment;
            SandboxOutcomes outcomes = DrawOutcomes(units.Covariates, arms, own.Child("outcomes"));
            double[] given = [.. units.Propensity.Select((e, i) => LatentConfounder.Propensity(outcomes.U![i], e, Imbalance))];
            units = units with { Treatment = arms, Outcomes = outcomes, PropensityU = given };
        }

        return Released?.Invoke(units, own.Child("released")) ?? units;
    }

    public SandboxOutcomes DrawOutcomes(Table covariates, int[] arms, RandomStream stream) => Given(covariates).Draw(arms, stream);

    public ISandboxLaw Given(Table covariates) => new Law(this, inner.Given(covariates), covariates);

    public SyntheticData Draw(int rows, RandomStream stream)
    {
        string[] order = [.. inner.Draw(5, RandomStream.Of(1)).Table.Columns.Select(c => c.Name)];
        SyntheticData drawn = SandboxTable.Of(DrawUnits(rows, stream), TreatmentSpace, OutcomeShape, order);
        return Written?.Invoke(drawn, stream.Child("written")) ?? drawn;
    }

    private sealed record Law(Mutant Model, ISandboxLaw Right, Table Covariates) : ISandboxLaw
    {
        public SandboxOutcomes Draw(int[] arms, RandomStream stream) =>
            Model.Outcomes?.Invoke(Right, Covariates, arms, stream) ?? Right.Draw(arms, stream);
    }
}
