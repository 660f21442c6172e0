namespace CausalLoom.Estimation.Average;

/// <summary>A figure with its error.</summary>
/// <param name="Estimate">The figure.</param>
/// <param name="Se">Its standard error.</param>
/// <param name="Lower">The lower end of its 95 % interval; NaN where the rows carry none.</param>
/// <param name="Upper">The upper end; NaN likewise.</param>
public sealed record EffectFigure(double Estimate, double Se, double Lower, double Upper);

/// <summary>What a reader asks for beside an effect.</summary>
/// <param name="Level">The mean outcome if all of the population had the level, in outcome units (a risk where there are two).</param>
/// <param name="Reference">That of the reference.</param>
/// <param name="Unadjusted">The contrast of the arms as they are, on the effect's scale; sampling weights count.</param>
public sealed record EffectFigures(EffectFigure Level, EffectFigure Reference, EffectFigure Unadjusted)
{
    /// <summary>Of a two-level outcome: the risk ratio; null where a risk is 0.</summary>
    public EffectFigure? RiskRatio { get; init; }

    /// <summary>Of a two-level outcome: the odds ratio; null where a risk is 0 or 1.</summary>
    public EffectFigure? OddsRatio { get; init; }

    /// <summary>Of a two-level outcome: the difference of risks, whatever the effect's scale.</summary>
    public EffectFigure? RiskDifference { get; init; }

    /// <summary>
    /// How many are treated for one event more (below 0: fewer), 1 over the risk difference. Its interval runs through infinity where the
    /// difference may be 0: then it is what is beyond both ends (Altman 1998).
    /// </summary>
    public (double Estimate, double Lower, double Upper, bool ThroughInfinity)? NumberNeeded => RiskDifference is not { } d ? null
        : (1 / d.Estimate, 1 / d.Upper, 1 / d.Lower, d.Lower < 0 && d.Upper > 0);

    /// <summary>Figures of several completions of one table, pooled as their effect is.</summary>
    /// <param name="tables">Those of each table.</param>
    /// <param name="scale">The effect's scale, which is that of the unadjusted contrast.</param>
    /// <param name="complete">Degrees of freedom of complete data.</param>
    internal static EffectFigures? Pooled(IReadOnlyList<EffectFigures?> tables, EffectScale scale, double complete)
    {
        if (tables.Any(table => table is null))
        {
            return null;
        }

        EffectFigures[] all = [.. tables.Select(table => table!)];
        return new EffectFigures(One(all, f => f.Level, false)!, One(all, f => f.Reference, false)!,
            One(all, f => f.Unadjusted, scale != EffectScale.Difference)!)
        {
            RiskRatio = One(all, f => f.RiskRatio, true),
            OddsRatio = One(all, f => f.OddsRatio, true),
            RiskDifference = One(all, f => f.RiskDifference, false),
        };

        EffectFigure? One(EffectFigures[] of, Func<EffectFigures, EffectFigure?> pick, bool log)
        {
            EffectFigure?[] figures = [.. of.Select(pick)];
            if (figures.Any(figure => figure is null))
            {
                return null;
            }

            RubinPool pool = RubinPool.Of([.. figures.Select(f => log ? Math.Log(f!.Estimate) : f!.Estimate)],
                [.. figures.Select(f => Math.Pow(log ? f!.Se / f.Estimate : f!.Se, 2))], complete);
            double estimate = log ? Math.Exp(pool.Estimate) : pool.Estimate, se = Math.Sqrt(pool.Total) * (log ? estimate : 1);
            bool carries = 2 * figures.Count(f => double.IsFinite(f!.Lower)) > figures.Length;
            (double lower, double upper) = new EffectScore(estimate, []) { Scale = log ? EffectScale.Ratio : EffectScale.Difference }
                .Interval(se, carries ? RubinPool.Quantile(pool.Freedom, 0.975) : double.NaN);
            return new EffectFigure(estimate, se, lower, upper);
        }
    }
}
