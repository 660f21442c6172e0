using CausalLoom.Catalogue;
using CausalLoom.Estimation.Average;
using CausalLoom.Overlap;

namespace CausalLoom.Studies;

/// <summary>Reads the `methods` of a study file.</summary>
internal static class StudyMethodFile
{
    private const string Delta = "delta_n", Crump = "crump", None = "none", Alone = "donors";
    private static readonly string[] PresetDecides = ["nuisance", "folds", "clip", "known_propensity"];
    private static readonly string[] AugmentKeys = ["donors", "donor_rows", "variant", "flip", "averaging", "lower", "upper", "quantile",
        "caliper", "order"];

    /// <summary>A method whose keys were checked.</summary>
    /// <param name="node">Where it stands.</param>
    /// <param name="sources">The sources there are.</param>
    public static StudyMethodSpec Method(StudyNode node, IReadOnlyList<StudySourceSpec> sources)
    {
        string estimator = node.Need("estimator").Word(node.Catalogues.Estimators.Names);
        string? preset = node["preset"]?.Word([StudyMethodSpec.HybridPaper]);
        bool delta = node["clip"]?.Text() == Delta;
        if (preset is not null && PresetDecides.FirstOrDefault(key => node[key] is not null && !(key == "clip" && delta)) is { } decided)
        {
            throw node[decided]!.Error($"`{decided}` has no meaning with `preset: {preset}`: leave it "
                + $"out{(decided == "clip" ? $", or make it {Delta}" : string.Empty)}.");
        }

        StudyMethodSpec method = new(
            node["name"]?.Name() ?? estimator,
            estimator,
            node["nuisance"]?.Text() ?? StudyMethodSpec.DefaultNuisance,
            (int?)node["folds"]?.Whole(1, 100),
            delta ? 0.01 : node["clip"]?.Number(c => c is >= 0 and < 0.5, $"from 0 to below 0.5, or {Delta}") ?? 0.01,
            node["known_propensity"]?.Number(p => p is > 0 and < 1, "between 0 and 1"),
            preset)
        {
            ClipAtDelta = delta,
            Catalogues = node.Catalogues,
            OverlapWeights = node["weights"]?.Word(["overlap"]) is not null,
            Trim = node["trim"] is { } trim ? Trim(trim) : null,
            Repeats = node["repeats"] is { } repeats ? Repeats(repeats) : 1,
        };
        (node["nuisance"] ?? node).Checked(method.Create);
        return node["augment"] is { } augment ? method with { Augment = Augment(augment, method, sources) } : method;
    }

    private static int Repeats(StudyNode node) => (int)node.Whole(1, 99) is var repeats && repeats % 2 == 1 ? repeats
        : throw node.Error("`repeats` is an odd number: of an even number of estimates none is the middle one.");

    private static StudyTrim Trim(StudyNode node)
    {
        StudyNode[] bounds = node.List("a bound");
        if (bounds.Length == 1)
        {
            _ = bounds[0].Word([Crump]);
            return StudyTrim.Crump;
        }

        double[] at = [.. bounds.Select(b => b.Number(v => v is >= 0 and <= 1, "from 0 to 1"))];
        return at.Length == 2 && at[0] < at[1] ? new StudyTrim(at[0], at[1])
            : throw node.Error($"`trim` is two propensities, the lower first, or {Crump}.");
    }

    private static StudyAugment Augment(StudyNode node, StudyMethodSpec method, IReadOnlyList<StudySourceSpec> sources)
    {
        node.Keys(AugmentKeys);
        if (method.Repeats > 1)
        {
            throw node.Error("`augment` does not go with `repeats`: donors are matched on one division into folds.");
        }

        if (method.Trim is not null || method.OverlapWeights)
        {
            throw node.Error("`augment` goes with neither `trim` nor `weights`: these leave out the rows that donors are for.");
        }

        string donors = node.Need("donors").Word([.. sources.Select(s => s.Name)]);
        int rows = (int)node.Need("donor_rows").Whole(4, 100_000_000);
        string averaging = node["averaging"]?.Word([.. Enum.GetValues<Averaging>().Select(a => a.Name()), Alone])
            ?? new AugmentOptions().Averaging.Name();
        if (averaging == Alone)
        {
            node.Keys("donors", "donor_rows", "averaging");
            return new StudyAugment(donors, rows, new AugmentOptions()) { DonorsAlone = true };
        }

        AugmentOptions options = Options(node, method) with { Averaging = Enum.GetValues<Averaging>().First(a => a.Name() == averaging) };
        return node.Checked(() =>
        {
            options.Check();
            _ = options.Extremes.Of([0.5]);
            return new StudyAugment(donors, rows, options);
        });
    }

    // Outcomes are drawn from models of the method's own kind; a preset begins with the papers' choices.
    private static AugmentOptions Options(StudyNode node, StudyMethodSpec method)
    {
        AugmentOptions start = method.Preset is null
            ? new AugmentOptions { Outcome = method.Catalogues.CreateNuisances(method.Nuisance).Outcome }
            : AugmentOptions.HybridPaper;
        AugmentVariant variant = node["variant"] is { } word ? Enum.GetValues<AugmentVariant>()
            .First(v => v.Name() == word.Word([.. Enum.GetValues<AugmentVariant>().Select(v => v.Name())])) : start.Variant;
        double Share(string key, double otherwise) => node[key]?.Number(v => v is >= 0 and <= 1, "from 0 to 1") ?? otherwise;
        return start with
        {
            Variant = variant,
            Flip = Share("flip", variant == AugmentVariant.Flip ? 0.1 : 0),
            Extremes = new ExtremeRule { Lower = Share("lower", start.Extremes.Lower), Upper = Share("upper", start.Extremes.Upper),
                Quantile = node["quantile"]?.Number(q => q is > 0 and < 0.5, "between 0 and 0.5") },
            Caliper = node["caliper"] is { } caliper ? caliper.Text() == None ? null : caliper.Number(c => c > 0, $"above 0, or {None}")
                : start.Caliper,
            Order = node["order"] is { } order ? Enum.GetValues<MatchOrder>()
                .First(o => o.Name() == order.Word([.. Enum.GetValues<MatchOrder>().Select(x => x.Name())])) : start.Order,
        };
    }
}
