using System.Text.Json.Nodes;
using CausalLoom.Evaluation;

namespace CausalLoom.Tests.Evaluation;

public sealed class MetricsJsonTests
{
    [Fact]
    public void HasTheKeysOfTheContractInOrder()
    {
        JsonObject json = MetricsJson.ToJson(Results.Good);
        Assert.Equal(["version", "seed", "rows", "covariates", "treatment", "outcome", "joint", "ate", "cate_gap", "signal", "localisation",
            "support", "utility", "privacy", "verdicts"], json.Select(p => p.Key));
        AssertStarts(json, "rows", "real", "synthetic");
        AssertStarts(json, "covariates", "alpha_precision", "alpha_precision_sd", "beta_recall", "beta_recall_sd", "alpha_precision_minmax",
            "beta_recall_minmax", "authenticity", "ks_complement", "tv_complement", "correlation_similarity", "wasserstein",
            "c2st_logistic", "c2st_boosting", "mmd", "energy");
        AssertStarts(json, "treatment", "jsd_pi", "jsd_pi_normalized", "null", "oracle");
        AssertHas(json, "treatment", "overlap_real", "overlap_synthetic");
        AssertStarts(json, "outcome", "u_pehe", "floor", "floor_bootstrap", "learners", "u_policy", "u_int", "crps_ratio");
        Assert.Equal(["t", "s", "dr", "ra"], json["outcome"]!["learners"]!.AsObject().Select(p => p.Key));
        AssertStarts(json, "ate", "real", "synthetic", "covariate_term", "contrast_term");
        Assert.Equal(["estimate", "se"], json["ate"]!["real"]!.AsObject().Select(p => p.Key));
        AssertStarts(json, "utility", "tstr", "trtr", "metric");
        AssertStarts(json, "privacy", "dcr_share_below_holdout_p05", "dcr_median_ratio", "dcr_protection", "nndr", "verbatim_rate",
            "membership_auc");
        Assert.Equal("pass", (string?)json["verdicts"]![0]!["level"]);
        Assert.DoesNotContain("propensities", MetricsJson.Write(Results.Good), StringComparison.Ordinal);
    }

    [Fact]
    public void NotesStandOnlyWhereThereIsSomethingToSay()
    {
        Assert.False(MetricsJson.ToJson(Results.Good)["privacy"]!.AsObject().ContainsKey("note"));
        Assert.False(MetricsJson.ToJson(Results.Good)["outcome"]!.AsObject().ContainsKey("failure_signature"));
        EvaluationResult trial = Results.Good with { Treatment = Results.Good.Treatment with { JsdPiNormalized = null, Note = "why" } };
        JsonObject treatment = MetricsJson.ToJson(trial)["treatment"]!.AsObject();
        Assert.True(treatment.ContainsKey("jsd_pi_normalized"));
        Assert.Null(treatment["jsd_pi_normalized"]);
        Assert.Equal("why", (string?)treatment["note"]);
    }

    [Fact]
    public void WhatIsNotANumberIsABugAndSaysWhere()
    {
        EvaluationResult broken = Results.Good with { Ate = Results.Good.Ate with { CovariateTerm = double.NaN } };
        Assert.Contains("ate.covariate_term", Assert.Throws<InvalidOperationException>(() => MetricsJson.Write(broken)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void RepeatsBecomeMeansWithIntervals()
    {
        EvaluationResult a = Results.Good, b = a with { Covariates = a.Covariates with { AlphaPrecision = 0.95 },
            Treatment = a.Treatment with { JsdPiNormalized = null, Note = "why" } };
        EvaluationResult mean = RepeatSummary.Of([a, b]);
        Assert.Equal(0.94, mean.Covariates.AlphaPrecision, 12);
        Assert.Null(mean.Treatment.JsdPiNormalized);
        Assert.Equal("why", mean.Treatment.Note);
        Assert.Equal(a.Treatment.PropensitiesReal, mean.Treatment.PropensitiesReal);
        Assert.Equal("rmse", mean.Utility.Metric);
        Assert.Equal(a.Rows, mean.Rows);
        JsonObject json = MetricsJson.ToJson(mean);

        // Two values .02 apart: t₀.₉₇₅(1) = 12.7062 times sd/√2 = .01.
        Assert.Equal(0.94 - 0.127062, (double)json["covariates"]!["alpha_precision_ci"]![0]!, 1e-6);
        Assert.Equal(0.94 + 0.127062, (double)json["covariates"]!["alpha_precision_ci"]![1]!, 1e-6);
        Assert.NotNull(json["outcome"]!["learners"]!["dr_ci"]);
        Assert.Null(json["rows"]!["real_ci"]);
        Assert.Null(json["seed_ci"]);
        Assert.False(MetricsJson.ToJson(a)["covariates"]!.AsObject().ContainsKey("alpha_precision_ci"));
    }

    [Fact]
    public void SamplingIntervalsStandBesideTheirFiguresAndSurviveRepeats()
    {
        EvaluationResult a = Results.Good, b = a with { Ate = a.Ate with { ContrastTerm = 0.03, ContrastTermCi = [-0.1, 0.42] } };
        JsonObject ate = MetricsJson.ToJson(RepeatSummary.Of([a, b]))["ate"]!.AsObject();
        Assert.Equal(0.02, (double)ate["contrast_term"]!, 12);
        Assert.Equal([-0.15, 0.32], ate["contrast_term_ci"]!.AsArray().Select(v => Math.Round((double)v!, 12)));
        Assert.NotNull(ate["real"]!["estimate_ci"]);
        Assert.Equal("0.20–0.31", (string?)ate["contrast_by_propensity"]![0]!["level"]);
        Assert.Equal(8, (int)ate["contrast_by_subgroup"]!["tested"]!);
        Assert.False(ate.ContainsKey("truth"));
        ExactTerms truth = new(0.31, 0.01, 0.01, [0, 1], 0, [0, 1], 0.01, [0, 1]);
        Assert.Equal(0.31, (double)MetricsJson.ToJson(a with { Ate = a.Ate with { Truth = truth } })["ate"]!["truth"]!["effect"]!);
        Assert.Equal("why", (string?)MetricsJson.ToJson(a)["cate_gap"]!["note"]);
    }

    private static void AssertStarts(JsonObject json, string block, params string[] keys) =>
        Assert.Equal(keys, json[block]!.AsObject().Select(p => p.Key).Take(keys.Length));

    private static void AssertHas(JsonObject json, string block, params string[] keys) =>
        Assert.All(keys, key => Assert.True(json[block]!.AsObject().ContainsKey(key), key));
}
