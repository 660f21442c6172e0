using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Io;

namespace CausalLoom.Expressions;

/// <summary>An expression as steps of a stack machine that works on blocks of rows: no recursion, no array a step.</summary>
internal sealed class ExpressionProgram(ExpressionSource source, IReadOnlyList<ExpressionStep> steps, IReadOnlyList<ExpressionInput> inputs)
{
    private const int Block = 1024;
    private const int ShownColumns = 4;
    private readonly int _depth = Depth(steps);

    /// <summary>Whether it reads anything of the rows.</summary>
    public bool DependsOnRows => inputs.Count > 0;

    /// <summary>Its value for each row; NaN where missing or undefined.</summary>
    public double[] Evaluate(Table table)
    {
        double[] result = new double[table.Rows];
        ExpressionFrame frame = new([.. inputs.Select(input => input.Read(table))], _depth, Math.Min(Block, Math.Max(1, table.Rows)));
        for (int offset = 0; offset < result.Length; offset += Block)
        {
            frame.Offset = offset;
            frame.Count = Math.Min(Block, result.Length - offset);
            foreach (ExpressionStep step in steps)
            {
                step.Run(frame);
            }

            frame.Top.CopyTo(result.AsSpan(offset));
            frame.Drop(1);
        }

        return result;
    }

    /// <summary>Why the value of a row is not a finite number: the innermost part to blame.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="row">The row, from 0.</param>
    /// <param name="rows">What the rows are, such as "row" or "real row".</param>
    /// <param name="rule">What is demanded, for the end of the message.</param>
    public CausalLoomException Undefined(Table table, int row, string rows, string rule)
    {
        Table single = table.Take([row]);
        double[] values = Trace(single);
        int[][] children = Children();
        ExpressionStep step = steps[Blame(values, children)];
        string where = string.Create(CultureInfo.InvariantCulture, $"in {rows} {row + 1}");
        if (step.Input >= 0 && inputs[step.Input].Column is string missing)
        {
            string name = ExpressionLexer.IsName(missing) ? missing : $"`{missing}`";
            return source.Error(step.Start, step.End, $"column {CellText.Show(missing)} is missing {where}",
                $"{rule}: write ifelse(is.na({name}), 0, …), or fill the column");
        }

        double value = values[IndexOf(step)];
        return source.Error(
            step.Start, step.End, string.Create(CultureInfo.InvariantCulture,
                $"{source.Part(step.Start, step.End)} is {value} {where}{Circumstances(step, children, single)}"), rule);
    }

    private int IndexOf(ExpressionStep step)
    {
        int index = 0;
        while (!ReferenceEquals(steps[index], step))
        {
            index++;
        }

        return index;
    }

    // From the last step down to the one whose own values were all fine.
    private int Blame(double[] values, int[][] children)
    {
        int at = steps.Count - 1;
        while (true)
        {
            int[] below = children[at];
            if (steps[at].Chooses)
            {
                below = double.IsNaN(values[below[0]]) ? [below[0]] : [values[below[0]] != 0 ? below[1] : below[2]];
            }

            int next = Array.FindIndex(below, child => !double.IsFinite(values[child]));
            if (next < 0)
            {
                return at;
            }

            at = below[next];
        }
    }

    // The columns a step rests on, with their values.
    private string Circumstances(ExpressionStep step, int[][] children, Table single)
    {
        Stack<int> open = new([IndexOf(step)]);
        List<string> columns = [];
        while (open.Count > 0)
        {
            int at = open.Pop();
            string? column = steps[at].Input < 0 ? null : inputs[steps[at].Input].Column;
            if (column is not null && !columns.Contains(column))
            {
                columns.Add(column);
            }

            foreach (int child in children[at].Reverse())
            {
                open.Push(child);
            }
        }

        string[] said = [.. columns.Take(ShownColumns).Select(name => single[name]).Select(column =>
            $"{CellText.Show(column.Name)} is {(column.IsMissing(0) ? "missing" : CellText.Show(column.TextAt(0))[1..^1])}")];
        return said.Length == 0 ? string.Empty : $", where {string.Join(" and ", said)}";
    }

    private double[] Trace(Table single)
    {
        ExpressionFrame frame = new([.. inputs.Select(input => input.Read(single))], _depth, 1) { Count = 1 };
        double[] values = new double[steps.Count];
        for (int i = 0; i < values.Length; i++)
        {
            steps[i].Run(frame);
            values[i] = frame.Top[0];
        }

        return values;
    }

    private int[][] Children()
    {
        int[][] children = new int[steps.Count][];
        Stack<int> stack = new();
        for (int i = 0; i < children.Length; i++)
        {
            children[i] = new int[steps[i].Arity];
            for (int k = children[i].Length - 1; k >= 0; k--)
            {
                children[i][k] = stack.Pop();
            }

            stack.Push(i);
        }

        return children;
    }

    private static int Depth(IReadOnlyList<ExpressionStep> steps)
    {
        int depth = 0, most = 0;
        foreach (ExpressionStep step in steps)
        {
            depth += 1 - step.Arity;
            most = Math.Max(most, depth);
        }

        return most;
    }
}
