using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Sandbox.Verification;

/// <summary>A sandbox that claims what another does and draws something else.</summary>
internal sealed class Tampered(ISandboxModel inner) : ISandboxModel
{
    public SandboxKnobs? Claimed { get; init; }

    public Func<SandboxDraw, RandomStream, SandboxDraw> Units { get; init; } = (units, _) => units;

    public Func<SandboxOutcomes, int[], RandomStream, SandboxOutcomes> Outcomes { get; init; } = (y, _, _) => y;

    public Func<RandomStream, RandomStream> Stream { get; init; } = stream => stream;

    public SandboxKnobs Knobs => Claimed ?? inner.Knobs;

    public bool ClaimsNoise { get; init; }

    public double? NoiseFree => ClaimsNoise ? null : inner.NoiseFree;

    public OutcomeShape OutcomeShape => inner.OutcomeShape;

    public string Method => inner.Method;

    public bool HasTruth => true;

    public TreatmentSpace TreatmentSpace => inner.TreatmentSpace;

    public ITabularModel Generator => inner.Generator;

    public IReadOnlyList<TrainingPoint> TrainingCurve => [];

    public ModelState Save() => throw new NotSupportedException();

    public SandboxDraw DrawUnits(int rows, RandomStream stream)
    {
        SandboxDraw units = Units(inner.DrawUnits(rows, Stream(stream)), stream.Child("tamper"));
        return units with { Outcomes = Outcomes(units.Outcomes, units.Treatment, stream.Child("outcomes")) };
    }

    public SandboxOutcomes DrawOutcomes(Table covariates, int[] arms, RandomStream stream) =>
        Outcomes(inner.DrawOutcomes(covariates, arms, stream), arms, stream.Child("tamper"));

    public ISandboxLaw Given(Table covariates) => new Law(this, inner.Given(covariates));

    public SyntheticData Draw(int rows, RandomStream stream) =>
        SandboxTable.Of(DrawUnits(rows, stream), TreatmentSpace, OutcomeShape,
            [.. inner.Draw(5, RandomStream.Of(1)).Table.Columns.Select(c => c.Name)]);

    private sealed record Law(Tampered Model, ISandboxLaw Inner) : ISandboxLaw
    {
        public SandboxOutcomes Draw(int[] arms, RandomStream stream) =>
            Model.Outcomes(Inner.Draw(arms, stream), arms, stream.Child("tamper"));
    }
}
