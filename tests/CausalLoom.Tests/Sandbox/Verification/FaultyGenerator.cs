using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Sandbox.Verification;

/// <summary>A generator of covariates with one fault: what another draws, changed.</summary>
internal sealed record FaultyGenerator(ITabularGenerator Right, Func<Table, RandomStream, Table> Change) : ITabularGenerator
{
    public string Name => Right.Name;

    public ITabularModel Fit(Table table, FitContext context) => new Model(Right.Fit(table, context), Change);

    private sealed record Model(ITabularModel Right, Func<Table, RandomStream, Table> Change) : ITabularModel
    {
        public IReadOnlyList<TrainingPoint> TrainingCurve => Right.TrainingCurve;

        public Table Sample(int rows, RandomStream stream) => Change(Right.Sample(rows, stream), stream.Child("fault"));

        public ModelState Save() => throw new NotSupportedException();
    }
}
