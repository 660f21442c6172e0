using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.PaperEvaluation;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Sandbox.PaperEvaluation;

/// <summary>A sandbox with a decoder whose log ratio is right in even rows and .5 too high in odd ones.</summary>
internal sealed class WithDecoder(ISandboxModel inner) : ISandboxModel, IDecoderOverlap
{
    public SandboxKnobs Knobs => inner.Knobs;

    public OutcomeShape OutcomeShape => inner.OutcomeShape;

    public string Method => inner.Method;

    public bool HasTruth => true;

    public TreatmentSpace TreatmentSpace => inner.TreatmentSpace;

    public ITabularModel Generator => inner.Generator;

    public IReadOnlyList<TrainingPoint> TrainingCurve => [];

    public double[] DecoderLogRatio(Table covariates, RandomStream stream) =>
        [.. Knobs.LogAlpha!.Values(covariates).Select((v, i) => v + (i % 2 == 0 ? 0 : 0.5))];

    public ModelState Save() => inner.Save();

    public SandboxDraw DrawUnits(int rows, RandomStream stream) => inner.DrawUnits(rows, stream);

    public SandboxOutcomes DrawOutcomes(Table covariates, int[] arms, RandomStream stream) => inner.DrawOutcomes(covariates, arms, stream);

    public SyntheticData Draw(int rows, RandomStream stream) => inner.Draw(rows, stream);
}
