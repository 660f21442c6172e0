using System.Globalization;
using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Imputation;
using CausalLoom.Io;

namespace CausalLoom.Jobs;

/// <summary>How an estimate treats missing covariates.</summary>
public sealed record ImputationFacts
{
    /// <summary>A model sees the mean (the commonest level) of a missing cell, and that it is missing.</summary>
    public const string Indicator = "indicator";

    /// <summary>Missing cells are imputed several times.</summary>
    public const string Impute = "impute";

    private const int MostNamed = 8;

    /// <summary>`indicator` or `impute`.</summary>
    public required string Way { get; init; }

    /// <summary>The covariates with missing cells that are treated so, with the share of rows that lack them.</summary>
    public required IReadOnlyList<(string Column, double Missing)> Columns { get; init; }

    /// <summary>Those that were to be imputed and could not, and why: indicators say where they are missing.</summary>
    public IReadOnlyList<(string Column, string Reason)> Left { get; init; } = [];

    /// <summary>What imputed; null where nothing was.</summary>
    public string? Model { get; init; }

    /// <summary>How an estimate of some rows treats them; null where nothing is missing and nobody asked.</summary>
    internal static ImputationFacts? Of(CausalData data, ImputationOptions? options, ImputationPlan? plan)
    {
        (string Column, double Missing)[] missing = [.. data.Covariates.Columns.Where(column => column.MissingCount > 0)
            .Select(column => (column.Name, (double)column.MissingCount / data.Rows))];
        return plan is not null ? new ImputationFacts
        {
            Way = Impute,
            Columns = plan.Columns,
            Left = plan.Left,
            Model = plan.Columns.Count > 0 ? options!.Imputer.Name : null,
        }
            : missing.Length > 0 ? new ImputationFacts { Way = Indicator, Columns = missing } : null;
    }

    /// <summary>`imputation` of an estimate.</summary>
    internal JsonObject Json(AverageEffect e)
    {
        JsonObject json = new()
        {
            ["columns"] = new JsonArray([.. Columns.Select(one =>
                (JsonNode)new JsonObject { ["column"] = one.Column, ["missing"] = one.Missing })]),
        };
        if (Way == Impute)
        {
            json["not_imputed"] = new JsonArray([.. Left.Select(one =>
                (JsonNode)new JsonObject { ["column"] = one.Column, ["reason"] = one.Reason })]);
        }

        if (e.Imputation is { } pool)
        {
            json["model"] = Model;
            json["m"] = pool.Tables;
            json["within"] = pool.Within;
            json["between"] = pool.Between;
            json["df"] = double.IsFinite(pool.Freedom) ? pool.Freedom : null;
            json["fmi"] = pool.MissingInformation;
        }

        return json;
    }

    /// <summary>A line for a person.</summary>
    internal string Text(AverageEffects effects)
    {
        string shares = CellText.List([.. Columns.Select(one => string.Create(CultureInfo.InvariantCulture,
            $"{CellText.Show(one.Column)} in {100 * one.Missing:0.#} %"))], MostNamed);
        if (Way == Indicator)
        {
            return $"Covariates missing: {shares} of rows; a model sees the mean (commonest level) there and an indicator "
                + "(‹missing-covariates indicator›).";
        }

        if (effects.Effects[0].Imputation is not { } pool)
        {
            return Left.Count > 0 ? "Nothing could be imputed." : "No covariate has a missing cell: there is nothing to impute.";
        }

        double[] shareLost = [.. effects.Effects.Select(e => e.Imputation!.MissingInformation)];
        string lost = string.Create(CultureInfo.InvariantCulture, $"{100 * shareLost.Min():0} to {100 * shareLost.Max():0} %");
        return string.Create(CultureInfo.InvariantCulture, $"Covariates missing: {shares} of rows; imputed {pool.Tables} times ({Model}) ")
            + $"and pooled by Rubin's rules. Of the information about an effect {lost} is missing.";
    }
}
