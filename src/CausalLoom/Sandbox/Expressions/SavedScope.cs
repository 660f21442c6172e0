using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Expressions;

namespace CausalLoom.Sandbox.Expressions;

/// <summary>Gives back what an expression found in real data when it was bound.</summary>
internal sealed class SavedScope(IReadOnlyList<ExpressionColumn> columns, double[] constants, IReadOnlyList<KnobLearner> learners,
    Catalogues catalogues) : IKnobScope
{
    private int _next;

    /// <summary>Whether all frozen numbers were asked for.</summary>
    public bool IsSpent => _next == constants.Length;

    public Catalogues Catalogues => catalogues;

    public bool Has(string name) => columns.Any(column => column.Name == name);

    public ExpressionColumn Column(NameNode name) =>
        columns.FirstOrDefault(column => column.Name == name.Name) ?? throw LayoutJson.Damaged("columns");

    public double Frozen(CallNode part, ExpressionProgram[] arguments, Func<double[][], double> statistic) =>
        _next < constants.Length ? constants[_next++] : throw LayoutJson.Damaged("constants");

    public KnobLearner Learner(CallNode part, string function, string learner) =>
        learners.FirstOrDefault(known => known.Key == KnobLearner.KeyOf(function, learner)) ?? throw LayoutJson.Damaged("learners");
}
