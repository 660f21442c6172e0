using CausalLoom.Data;
using CausalLoom.Mechanisms;

namespace CausalLoom.Overlap.Agreement;

/// <summary>
/// Tests that outcomes are independent of the side a row is from, given arm and covariates: products of an outcome's residual and the
/// side's residual (Shah and Peters 2020), each learnt from both sides together by models that did not see the row. Where either model is
/// right the products' mean is nil without a difference. Their laws are those of sides drawn anew from the propensity of sides.
/// </summary>
internal sealed class AgreementTest(CausalData data, CausalData donors, FitContext context)
{
    private const int Fewest = 15, FewestLikeEnough = 8, DonorsARow = 4, LeastDonors = 400, MostRows = 5000, FoldCount = 5;
    private const double Beside = 0.02;

    public DonorAgreement Run()
    {
        SideRows[] sides = [.. Enumerable.Range(0, data.Levels).Select(Choose)];
        bool[] enough = [.. sides.Select(s => s.Data.Length >= Fewest && s.Donors.Length >= Fewest)];
        if (!enough.Contains(true))
        {
            return Settle([.. sides.Select(s => new SideBySide(s.Data.Length, s.Donors.Length, null))]);
        }

        CausalData both = OverlapAugmenter.Below(data.Take([.. sides.SelectMany(s => s.Data)]), donors.Take([.. sides.SelectMany(s =>
            s.Donors)]));
        int own = sides.Sum(s => s.Data.Length);
        int[] side = [.. Enumerable.Range(0, both.Rows).Select(i => i < own ? 1 : 0)];
        int[] strata = [.. side.Select((s, i) => (2 * both.Treatment[i]) + (enough[both.Treatment[i]] ? s : 0))];
        Folds folds = Folds.Stratified(strata, FoldCount, context.Stream.Child("folds"));
        double[] mean = ((IOutcomeLearner)new StackedOutcome()).CrossFit(both, folds, context.Child("outcome")).Own(both.Treatment);
        OutcomeChecks checks = OutcomeChecks.Of(both);
        return Settle([.. Enumerable.Range(0, data.Levels).Select(arm => enough[arm] ? Compare(both, side, mean, checks, arm)
            : new SideBySide(sides[arm].Data.Length, sides[arm].Donors.Length, null))]);
    }

    // Beyond four donors a row further ones hardly sharpen the comparison.
    private SideRows Choose(int arm)
    {
        int[] own = Some(data.Treatment.RowsOf(arm), MostRows, "data", arm);
        return new SideRows(own, Some(donors.Treatment.RowsOf(arm), Math.Max(LeastDonors, DonorsARow * own.Length), "donors", arm));
    }

    private int[] Some(int[] rows, int most, string name, int arm)
    {
        if (rows.Length <= most)
        {
            return rows;
        }

        context.Stream.Child("rows").Child(name).Child(arm).Shuffle<int>(rows);
        return [.. rows.Take(most).Order()];
    }

    private SideBySide Compare(CausalData both, int[] side, double[] mean, OutcomeChecks checks, int arm)
    {
        int[] rows = both.Treatment.RowsOf(arm);
        int[] from = [.. rows.Select(i => side[i])];
        Arms sides = new(new TreatmentSpace("side", ["donors", "data"]), from);
        CausalData members = CausalData.WithoutOutcome(both.Covariates.Take(rows), sides);
        FitContext own = context.Child("side").Child(arm);
        double[] share = new CalibratedPropensity().Unclipped().CrossFit(members,
            Folds.Stratified(from, FoldCount, own.Stream.Child("folds")), own).OutOfFold[1];

        // Where one side has next to no rows the other's outcomes are not comparable with anything.
        int[] kept = [.. Enumerable.Range(0, rows.Length).Where(i => share[i] is >= Beside and <= 1 - Beside)];
        int near = kept.Count(i => from[i] == 1);
        double alike = kept.Sum(i => share[i] * (1 - share[i]));
        return near < Fewest || kept.Length - near < Fewest || alike < FewestLikeEnough
            ? new SideBySide(near, kept.Length - near, null)
            : new SideBySide(near, kept.Length - near, checks.In(
                [.. kept.Select(i => rows[i])], [.. kept.Select(i => from[i])], [.. kept.Select(i => share[i])], mean));
    }

    private DonorAgreement Settle(SideBySide[] arms)
    {
        string[] names = [.. data.TreatmentSpace.Levels];
        ArmChecks[] able = [.. arms.Select(a => a.Checks).OfType<ArmChecks>()];
        if (able.Length == 0)
        {
            return new DonorAgreement(AgreementVerdict.CannotTell, 1,
                [.. arms.Select((a, w) => new ArmAgreement(names[w], a.DataRows, a.DonorRows, AgreementVerdict.CannotTell, null))], []);
        }

        return new AgreementFindings(names, arms, SideDraws.Of(able, context.Stream.Child("sides"))).Result();
    }

    private sealed record SideRows(int[] Data, int[] Donors);
}
