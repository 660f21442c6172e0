using System.Globalization;
using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Expressions;
using CausalLoom.Io;

namespace CausalLoom.Sandbox.Expressions;

/// <summary>Finds columns, statistics and learners in real data, and keeps what it found so that it can be saved.</summary>
/// <param name="source">The expression.</param>
/// <param name="fits">Real data, with learners that other knobs may already have asked for.</param>
internal sealed class RealScope(ExpressionSource source, KnobFits fits) : IKnobScope
{
    private readonly CausalData _real = fits.Real;

    /// <summary>The columns the expression uses, in the order of their first use.</summary>
    public List<ExpressionColumn> Columns { get; } = [];

    /// <summary>The frozen numbers, in the order in which they are worked out.</summary>
    public List<double> Constants { get; } = [];

    /// <summary>The learners.</summary>
    public List<KnobLearner> Learners { get; } = [];

    public Catalogues Catalogues => fits.Catalogues;

    public bool Has(string name) =>
        _real.Covariates.Contains(name) || name == _real.TreatmentSpace.Name || name == _real.OutcomeColumn.Name;

    public ExpressionColumn Column(NameNode name)
    {
        if (Columns.Find(column => column.Name == name.Name) is { } known)
        {
            return known;
        }

        if (!_real.Covariates.Contains(name.Name))
        {
            throw NoColumn(name);
        }

        ExpressionColumn column = ExpressionColumn.Of(_real.Covariates[name.Name]);
        Columns.Add(column);
        return column;
    }

    public double Frozen(CallNode part, ExpressionProgram[] arguments, Func<double[][], double> statistic)
    {
        double[][] values = Array.ConvertAll(arguments, argument => argument.Evaluate(_real.Covariates));
        double value = statistic(values);
        if (double.IsFinite(value))
        {
            Constants.Add(value);
            return value;
        }

        for (int k = 0; k < values.Length; k++)
        {
            int infinite = Array.FindIndex(values[k], double.IsInfinity);
            int row = infinite >= 0 ? infinite : Array.FindIndex(values[k], double.IsNaN);
            if (row >= 0)
            {
                string function = part.Function.Name;
                string missing = function != "scale" && infinite < 0 ? $" (or {function}(…, na.rm = TRUE) to leave such rows out)"
                    : string.Empty;
                throw arguments[k]
                    .Undefined(_real.Covariates, row, "real row", $"{function}() needs a finite number in every real row{missing}");
            }
        }

        throw source.Error(part, $"{source.Part(part.Start, part.End)} is {value.ToString(CultureInfo.InvariantCulture)} on the real rows",
            "it must be a finite number");
    }

    public KnobLearner Learner(CallNode part, string function, string learner)
    {
        KnobLearner fitted = fits.Get(function, learner);
        if (!Learners.Contains(fitted))
        {
            Learners.Add(fitted);
        }

        return fitted;
    }

    private CausalLoomException NoColumn(NameNode name)
    {
        string shown = CellText.Show(name.Name);
        if (name.Name == _real.TreatmentSpace.Name)
        {
            return source.Error(name, $"{shown} is the treatment",
                "a knob is a function of the covariates alone; what differs between the arms is said by kappa0 and kappa1");
        }

        if (name.Name == _real.OutcomeColumn.Name)
        {
            return source.Error(name, $"{shown} is the outcome",
                "a knob is a function of the covariates alone; what the real outcomes say of them is had by fit(LEARNER)");
        }

        return source.Error(name, $"there is no covariate {shown}",
            ColumnAdvice.For(source, name, [.. _real.Covariates.Columns.Select(column => column.Name)], "covariates"));
    }
}
