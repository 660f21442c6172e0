using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Io;

namespace CausalLoom.Overlap.Agreement;

/// <summary>
/// Whether donors' outcomes obey the law of the data's, given arm and covariates, where both have rows (docs/methods/overlap.md). All that
/// donors are used for rests on it.
/// </summary>
/// <param name="Verdict">What came of it.</param>
/// <param name="P">How often the largest difference would be as large if there were none; 1 where nothing was compared.</param>
/// <param name="Arms">What was compared in each arm.</param>
/// <param name="Found">The differences beyond chance, the one that says most first.</param>
public sealed record DonorAgreement(AgreementVerdict Verdict, double P, IReadOnlyList<ArmAgreement> Arms, IReadOnlyList<Disagreement> Found)
{
    /// <summary>How often a difference is found where there is none, at most.</summary>
    public const double Level = 0.01;

    /// <summary>Nothing was compared: the donors' outcomes are not used.</summary>
    public static DonorAgreement NotUsed { get; } = new(AgreementVerdict.NotUsed, 1, [], []);

    /// <summary>What a reader must know, one line; empty where nothing was found amiss.</summary>
    public string Warning => Verdict switch
    {
        AgreementVerdict.Differ => string.Create(CultureInfo.InvariantCulture, $"The donors disagree with the data: among rows alike "
            + $"{Found[0].Text} (P {(P < 0.001 ? "< .001" : $"= {P:0.###}")}, all checks together). Estimates with donors take this over. "
            + $"Mend or leave out the donors' outcomes, or rest on the estimates without donors."),
        AgreementVerdict.CannotTell => "Whether the donors' outcomes agree with the data's cannot be told: in no arm do enough rows of "
            + "both lie side by side. Estimates with donors rest on the word that they do.",
        _ => string.Empty,
    };

    /// <summary>What was found, in a few words.</summary>
    public string Text => Verdict switch
    {
        AgreementVerdict.Differ => "outcomes differ; " + Found[0].Text,
        AgreementVerdict.Agree => "no difference of outcomes found (" + string.Join(", ", Arms.Select(Rows)) + ")",
        AgreementVerdict.CannotTell => "cannot be told (" + string.Join(", ", Arms.Select(Rows)) + ")",
        _ => "the donors' outcomes are not used",
    };

    private static string Rows(ArmAgreement arm) => string.Create(CultureInfo.InvariantCulture,
        $"{CellText.Show(arm.Arm)}: {arm.DataRows} rows and {arm.DonorRows} donors")
            + (arm.Verdict == AgreementVerdict.CannotTell ? ", too few" : string.Empty);

    /// <summary>Compares.</summary>
    /// <param name="data">The original rows.</param>
    /// <param name="pool">The donors.</param>
    /// <param name="context">Stream, threads.</param>
    public static DonorAgreement Of(CausalData data, DonorPool pool, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(context);
        return new AgreementTest(data, pool.Data, context).Run();
    }
}
