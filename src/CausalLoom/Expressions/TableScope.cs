using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Io;

namespace CausalLoom.Expressions;

/// <summary>Finds columns in a table, and works statistics out on its rows.</summary>
/// <param name="source">The expression.</param>
/// <param name="table">The rows.</param>
/// <param name="anyLevel">Whether text may be compared with a level that no row has.</param>
internal sealed class TableScope(ExpressionSource source, Table table, bool anyLevel) : IExpressionScope
{
    public IReadOnlyList<string> Functions => ExpressionCalls.Names();

    public bool AnyLevel => anyLevel;

    public bool Has(string name) => table.Contains(name);

    public ExpressionColumn Column(NameNode name) => table.Contains(name.Name)
        ? ExpressionColumn.Of(table[name.Name])
        : throw source.Error(name, $"there is no column {CellText.Show(name.Name)}",
            ColumnAdvice.For(source, name, [.. table.Columns.Select(column => column.Name)], "columns"));

    public double Frozen(CallNode part, ExpressionProgram[] arguments, Func<double[][], double> statistic)
    {
        double value = statistic(Array.ConvertAll(arguments, argument => argument.Evaluate(table)));
        return double.IsFinite(value) ? value : throw source.Error(
            part, $"{source.Part(part.Start, part.End)} is {value.ToString(CultureInfo.InvariantCulture)} on these rows",
            "it must be a finite number; na.rm = TRUE leaves missing values out");
    }

    public bool Emit(CallNode call, ExpressionSource whose, ExpressionBinder binder) => false;
}
