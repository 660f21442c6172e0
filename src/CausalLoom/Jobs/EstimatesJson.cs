using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;

namespace CausalLoom.Jobs;

/// <summary>`estimates.json` (docs/files.md).</summary>
internal static class EstimatesJson
{
    /// <summary>
    /// One object an estimate, which says what is compared how, in what unit, and what was left out.
    /// </summary>
    public static JsonArray Of(AverageEffects effects, IReadOnlyList<double>? truth, ReadFacts? read = null,
        NuisanceReport? report = null, ImputationFacts? imputation = null, IReadOnlyList<SubgroupEffects>? by = null) =>
        [.. effects.Effects.Select((e, i) => (JsonNode)One(e, effects.Nuisances, effects.Overlaps[i % effects.Overlaps.Count],
            truth?[i % effects.Overlaps.Count], read, report is null ? null : Report(report, i % effects.Overlaps.Count),
            imputation, [.. (by ?? []).Where((_, k) => k % effects.Effects.Count == i)]))];

    private static JsonObject Report(NuisanceReport report, int contrast)
    {
        (double slope, double se) = report.Slopes[contrast];
        JsonObject json = new()
        {
            ["held_out"] = report.HeldOut,
            ["outcome_loss"] = report.OutcomeLoss, ["outcome_loss_constant"] = report.OutcomeLossConstant,
            ["propensity_loss"] = report.PropensityLoss, ["propensity_loss_constant"] = report.PropensityLossConstant,
            ["calibration_slope"] = double.IsNaN(slope) ? null : slope, ["calibration_slope_se"] = double.IsNaN(slope) ? null : se,
        };
        if (report.Linear is not { } linear)
        {
            json["linear"] = null;
            json["note"] = $"no linear nuisances beside: {report.NotLinear}";
            return json;
        }

        LinearEffect effect = linear.Effects[contrast];
        json["linear"] = new JsonObject
        {
            ["outcome_loss"] = linear.OutcomeLoss, ["propensity_loss"] = linear.PropensityLoss, ["outcome_gain"] = linear.OutcomeGain,
            ["propensity_gain"] = linear.PropensityGain, ["estimate"] = effect.Estimate, ["se"] = effect.Se,
            ["difference"] = effect.Difference, ["difference_se"] = effect.DifferenceSe,
        };
        return json;
    }

    private static void AddFigures(JsonObject json, AverageEffect e, EffectFigures figures)
    {
        JsonObject level = Figure(figures.Level), reference = Figure(figures.Reference);
        level.Insert(0, "level", e.Level);
        reference.Insert(0, "level", e.Reference);
        json["level_means"] = new JsonArray(level, reference);
        json["unadjusted"] = Figure(figures.Unadjusted);
        if (figures.RiskDifference is not { } difference)
        {
            return;
        }

        json["risk_difference"] = Figure(difference);
        json["risk_ratio"] = figures.RiskRatio is { } ratio ? Figure(ratio) : null;
        json["odds_ratio"] = figures.OddsRatio is { } odds ? Figure(odds) : null;
        (double number, double lower, double upper, bool through) = figures.NumberNeeded!.Value;
        json["number_needed"] = !double.IsFinite(number) ? null : new JsonObject
        {
            ["estimate"] = number, ["ci"] = double.IsFinite(lower) && double.IsFinite(upper) ? new JsonArray(lower, upper) : null,
            ["through_infinity"] = through,
        };
    }

    private static JsonObject Groups(SubgroupEffects by) => new()
    {
        ["column"] = by.Column,
        ["p_equal"] = double.IsNaN(by.EqualP) ? null : by.EqualP,
        ["groups"] = new JsonArray([.. by.Groups.Select(group =>
        {
            JsonObject json = new()
            {
                ["group"] = group.Group, ["n"] = group.Rows, ["n_level"] = group.LevelRows, ["n_reference"] = group.ReferenceRows,
            };
            foreach ((string key, JsonNode? value) in group.Effect is { } f ? Figure(f)
                : new JsonObject { ["estimate"] = null, ["se"] = null, ["ci"] = null })
            {
                json[key] = value?.DeepClone();
            }

            json["note"] = group.Note;
            return (JsonNode)json;
        })]),
    };

    private static JsonObject Figure(EffectFigure figure) => new()
    {
        ["estimate"] = figure.Estimate, ["se"] = figure.Se,
        ["ci"] = double.IsFinite(figure.Lower) && double.IsFinite(figure.Upper) ? new JsonArray(figure.Lower, figure.Upper) : null,
    };

    private static JsonObject Rule(CopyInterval of) => new()
    {
        ["estimate"] = of.Estimate,
        ["se"] = of.Se,
        ["df"] = double.IsNaN(of.Rule.Freedom) ? null : of.Rule.Freedom,
        ["ci"] = double.IsNaN(of.Lower) ? null : new JsonArray(of.Lower, of.Upper),
        ["adjusted"] = of.Rule.Adjusted,
    };

    private static JsonObject One(AverageEffect e, Nuisances nuisances, OverlapDiagnostics o, double? truth, ReadFacts? read,
        JsonObject? report, ImputationFacts? imputation, SubgroupEffects[] by)
    {
        JsonObject json = new() { ["estimator"] = e.Estimator, ["estimand"] = e.Estimand };
        json["level"] = e.Level;
        json["reference"] = e.Reference;
        json["scale"] = e.Scale.Name();
        json["direction"] = $"{e.Level} {(e.Scale == EffectScale.Difference ? "minus" : "over")} {e.Reference}";
        if (read is not null)
        {
            json["treatment"] = read.Treatment;
            json["outcome"] = read.Outcome;
            if (e.Scale == EffectScale.Difference && (read.Event ?? read.Unit) is { } unit)
            {
                json["unit"] = read.Event is null ? unit : $"risk of {unit}";
            }
        }

        json["estimate"] = e.Estimate;
        json["se"] = e.Se;
        json["ci"] = e.HasInterval ? new JsonArray(e.Lower, e.Upper) : null;
        if (e.HasInterval && e.Simultaneous is { } all)
        {
            json["ci_simultaneous"] = new JsonArray(all.Lower, all.Upper);
        }

        if (e.Figures is { } figures)
        {
            AddFigures(json, e, figures);
        }

        if (e.Bounds is { } bounds)
        {
            json["bounds"] = new JsonArray(bounds.Lower, bounds.Upper);
        }

        json["interval_for"] = e.Synthesis is null ? "what the rows were drawn from" : "the population of the real rows";
        if (e.Synthesis is { } synthesis)
        {
            json["se_rows"] = synthesis.SeOfRows;
            json["shift"] = synthesis.Shift;
            json["se_factor"] = synthesis.Factor;
        }

        if (by.Length > 0)
        {
            json["by"] = new JsonArray([.. by.Select(one => (JsonNode)Groups(one))]);
        }

        if (imputation is not null)
        {
            json["covariates_missing"] = imputation.Way;
            json["imputation"] = imputation.Json(e);
        }

        if (e.Copies is { } copies)
        {
            json["copies"] = new JsonObject
            {
                ["count"] = copies.Count,
                ["rule"] = copies.Measured ? "release" : "between",
                ["why"] = copies.Why,
                ["within"] = copies.Within,
                ["between"] = copies.Between,
                ["by_within"] = Rule(copies.ByWithin),
                ["by_between"] = Rule(copies.ByBetween),
            };
        }

        json["n"] = e.Rows;
        json["folds"] = nuisances.Folds;
        json["leverage_corrected"] = e.LeverageCorrected;
        json["repeats"] = e.Repeats;
        json["repeat_spread"] = e.RepeatSpread;
        json["ess"] = e.EffectiveSampleSize;
        json["ess_level"] = o.EffectiveLevel;
        json["ess_reference"] = o.EffectiveReference;
        json["clipped"] = e.Clipped;
        json["overlap"] = o.ShareInside;
        json["imbalance_before"] = o.ImbalanceBefore;
        json["imbalance_after"] = o.ImbalanceAfter;
        if (report is not null)
        {
            json["nuisance_report"] = report;
        }

        json["warnings"] = JobJson.Texts([.. e.Warnings, .. read?.Warnings ?? []]);
        if (read is not null)
        {
            json["rows_dropped"] = read.DroppedJson();
            json["columns_left_out"] = ReadFacts.LeftOutJson(read.LeftOut);
        }

        if (truth is { } value)
        {
            json["truth"] = value;
            json["bias"] = e.Estimate - value;
            json["covered"] = !e.HasInterval ? null : e.Lower <= value && value <= e.Upper;
        }

        return json;
    }
}
