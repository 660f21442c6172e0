namespace CausalLoom.Overlap.Agreement;

/// <summary>
/// From numbers to a name. One difference shows in many checks; said first is what says most: a value that is too frequent, a mean or a
/// slope, a spread that they leave over, a form.
/// </summary>
internal sealed class AgreementFindings(string[] names, SideBySide[] arms, SideDraws draws)
{
    private const double LeastShare = 0.05;
    private readonly int[] _able = [.. Enumerable.Range(0, arms.Length).Where(a => arms[a].Checks is not null)];

    public DonorAgreement Result()
    {
        OutcomeCheck[] checks = arms[_able[0]].Checks!.All;
        Disagreement[][] all = [.. draws.Z.Select((_, place) => (Disagreement[])[.. checks.Select((c, k) => Of(place, c, k))])];
        Disagreement[] beyond = [.. all.SelectMany(of => of).Where(d => d.P <= DonorAgreement.Level)];
        bool moved = beyond.Any(d => d.Kind is DisagreementKind.Mean or DisagreementKind.Slope);
        Disagreement[] found = [.. beyond.Where(d => !moved || d.Kind != DisagreementKind.Spread || SpreadRemains(d))
            .GroupBy(d => d.Kind).Select(g => g.MaxBy(d => Math.Abs(d.Z))!)
            .OrderBy(Rank).ThenByDescending(d => Math.Abs(d.Z))];
        ArmAgreement[] compared = [.. arms.Select((a, w) => Array.IndexOf(_able, w) is >= 0 and var place
            ? new ArmAgreement(names[w], a.DataRows, a.DonorRows, all[place].Any(d => d.P <= DonorAgreement.Level)
                ? AgreementVerdict.Differ : AgreementVerdict.Agree, all[place].MaxBy(d => Math.Abs(d.Z)))
            : new ArmAgreement(names[w], a.DataRows, a.DonorRows, AgreementVerdict.CannotTell, null))];
        return new DonorAgreement(found.Length > 0 ? AgreementVerdict.Differ : AgreementVerdict.Agree,
            all.SelectMany(of => of).Min(d => d.P), compared, found);
    }

    // A frequent value also moves mean and slopes, and they its share: the clearest of them is the name.
    private static int Rank(Disagreement d) => d.Kind switch
    {
        DisagreementKind.Mean or DisagreementKind.Slope => 1,
        DisagreementKind.Value when Math.Abs(d.Size) >= LeastShare => 1,
        DisagreementKind.Spread => 2,
        DisagreementKind.Shape => 3,
        _ => 4,
    };

    private Disagreement Of(int place, OutcomeCheck check, int k)
    {
        double z = -draws.Z[place][k];
        (double Top, double Bottom)[] parts = [.. Places(place).Select(a => arms[a].Checks!.Size(k))];
        double size = parts.Sum(p => p.Bottom) is > 0 and var bottom ? parts.Sum(p => p.Top) / bottom : 0;
        return new Disagreement(place < _able.Length ? names[_able[place]] : null, check.Kind, check.Of, size, z, draws.P(z));
    }

    // The arms of a place: one, or for the last place all.
    private int[] Places(int place) => place < _able.Length ? [_able[place]] : _able;

    private bool SpreadRemains(Disagreement d)
    {
        int place = d.Arm is null ? _able.Length : Array.FindIndex(_able, a => names[a] == d.Arm);
        (double Sum, double Squares)[] parts = [.. Places(place).Select(a => arms[a].Checks!.SpreadBesideLocation())];
        return Math.Abs(SideDraws.Ratio(parts.Sum(p => p.Sum), parts.Sum(p => p.Squares))) > draws.Critical;
    }
}
