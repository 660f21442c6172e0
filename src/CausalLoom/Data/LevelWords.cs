using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CausalLoom.Data;

/// <summary>
/// What the text of a level says: control or no, active or yes, or nothing. Words of trials in the common languages; behind a prefix such
/// as
/// `1: ` or `A) `; negated (`no X`, `without X`, `ohne X`), which turns what is behind it.
/// </summary>
internal static partial class LevelWords
{
    private static readonly HashSet<string> Control = Words(
        """
        control; controls; ctrl; ctl; control group; control arm; placebo; plazebo; sham; dummy; vehicle; saline; none; nothing; nil; null
        untreated; unexposed; not treated; not exposed; no treatment; no intervention; usual care; standard care; standard of care; soc
        standard; standard treatment; standard therapy; routine care; conventional; conventional therapy; treatment as usual; tau
        care as usual; cau; best supportive care; bsc; supportive care; observation; obs; observe; observed only; watchful waiting
        active surveillance; wait list; waitlist; waiting list; wl; deferred; delayed; comparator; reference; ref; baseline; background
        never; absent; absence; negative; neg; off; false; no; alive; nonuser; non user; nonusers; unvaccinated; non smoker; nonsmoker
        kontrolle; kontrollgruppe; kontrollarm; vergleich; vergleichsgruppe; standardtherapie; standardbehandlung; ubliche versorgung
        unbehandelt; nein; keine; kein; keine behandlung; nicht behandelt; falsch; nie; warteliste; scheinbehandlung; beobachtung
        temoin; temoins; controle; groupe controle; non; aucun; aucune; sans; sans traitement
        non traite; faux; jamais; soins usuels
        grupo control; ninguno; ninguna; sin tratamiento; no tratado; falso; nunca; atencion habitual
        controllo; gruppo di controllo; nessuno; nessuna; senza trattamento; non trattato; mai
        grupo controle; nao; nenhum; nenhuma; sem tratamento; nao tratado
        nee; geen; controlegroep; onbehandeld; onwaar; nooit; gebruikelijke zorg
        kontroll; kontrollgrupp; kontrol; kontrolgruppe; nej; nei; ingen; obehandlad; ubehandlet; aldrig; aldri
        kontrola; grupa kontrolna; nie; brak; ne; kontrolni; ei; kontrolli; lumelaake; nem; placebogruppe; placebo group; placebo arm
        対照; 対照群; プラセボ; なし; いいえ; 对照; 对照组; 安慰剂; 无; 否; 没有; контроль; плацебо; нет
        """);

    // Less of the same: control beside more of it, not beside none.
    private static readonly HashSet<string> Less = Words(
        """
        low; lower; lowest; low dose; lower dose; minimal; low intensity; niedrig; faible; bajo; baja; basso; bassa; baixa; baixo; laag; lav
        dosis baja; faible dose; niedrige dosis; lage dosis
        """);

    private static readonly HashSet<string> Active = Words(
        """
        treated; treatment; treat; trt; treatment group; treatment arm; intervention; intervention group; active; active treatment; verum
        drug; exposed; exposure; experimental; experimental arm; test; new; new treatment; therapy; case; cases; present; presence; positive
        pos; yes; true; on; dead; died; death; event; user; users; vaccinated; smoker; immediate; early; ever
        high; higher; highest; high dose; higher dose; intensive; high intensity
        behandlung; behandelt; behandlungsgruppe; therapie; interventionsgruppe; ja; wahr; hoch; exponiert
        traitement; traite; traites; groupe traite; oui; vrai; eleve; elevee; haute; forte; expose
        tratamiento; tratado; tratados; si; verdadero; alto; alta; expuesto
        trattamento; trattato; vero; esposto; tratamento; sim; verdadeiro
        behandeling; behandeld; waar; hoog; interventie; behandling; behandlad; behandlet; hog; hoj; hoy
        leczenie; tak; kylla; igen; ano; da; はい; あり; 治療; 治疗; 治疗组; 是; 有; лечение; да
        """);

    private static readonly string[] Negations =
    [
        "no ", "not ", "non ", "without ", "w/o ", "wo ", "never ", "absence of ", "lack of ", "un-", "minus ",
        "kein ", "keine ", "nicht ", "ohne ", "pas de ", "pas d'", "sans ", "aucun ", "aucune ", "sin ", "senza ", "sem ", "nao ",
        "geen ", "niet ", "zonder ", "ingen ", "ikke ", "inte ", "uden ", "uten ", "utan ", "bez ", "nie ", "без ", "无", "非", "未",
    ];

    private static readonly string[] Affirmations =
        ["with ", "mit ", "avec ", "con ", "com ", "met ", "med ", "plus ", "yes ", "ja ", "oui ", "z ", "с "];

    // The library runs without the tables of cultures, which know accents.
    private const string Accented = "àáâãäåāçćčèéêëēęěìíîïīñńòóôõöøōśšùúûüūýÿźżžł";
    private const string Bare = "aaaaaaaccceeeeeeeiiiiinnooooooossuuuuuyyzzzl";

    // Levels of one letter mean something only in pairs.
    private static readonly HashSet<(string, string)> Pairs = [("n", "y"), ("f", "t"), ("n", "j"), ("n", "o"), ("n", "s"), ("c", "t")];

    /// <summary>−2 where the text says control or no, −1 where it says less, 1 where it says active or yes, else 0.</summary>
    public static int Rank(string level)
    {
        string text = Plain(level);
        if (text.Length < 2)
        {
            return 0;
        }

        if (Known(text) is not 0 and var known)
        {
            return known;
        }

        // "no X" says control whatever X is, but for "no placebo".
        if (Array.Find(Negations, n => text.StartsWith(n, StringComparison.Ordinal)) is { } negation && text.Length > negation.Length)
        {
            return Known(text[negation.Length..].Trim()) < 0 ? 1 : -2;
        }

        if (Array.Find(Affirmations, a => text.StartsWith(a, StringComparison.Ordinal)) is { } with && text.Length > with.Length)
        {
            return Known(text[with.Length..].Trim()) < 0 ? 0 : 1;
        }

        return text.EndsWith(" -", StringComparison.Ordinal) ? -2 : text.EndsWith(" +", StringComparison.Ordinal) ? 1 : OfParts(text);
    }

    /// <summary>What two levels say of each other: negative where the first is control, 0 where they do not say.</summary>
    public static int Compare(string first, string second)
    {
        if (Amounts(first, second) is { } amounts)
        {
            return amounts;
        }

        (string a, string b) = (Plain(first), Plain(second));
        if (Pairs.Contains((a, b)) || Pairs.Contains((b, a)))
        {
            return Pairs.Contains((a, b)) ? -1 : 1;
        }

        int lead = Rank(first) - Rank(second);
        if (lead != 0)
        {
            return lead;
        }

        // "X" and "not X", "X" and "X with Y": what adds to the other is active, what takes from it is control.
        bool longer = a.Length > b.Length;
        (string whole, string part) = longer ? (a, b) : (b, a);
        bool adds = part.Length > 1 && whole.Length > part.Length
            && (Adds(whole, part, "+") || Adds(whole, part, "plus") || Adds(whole, part, "and") || Adds(whole, part, "with"));
        if (adds)
        {
            return longer ? 1 : -1;
        }

        (int x, int y) = (Code(first), Code(second));
        return (x, y) is (0, 1) or (1, 0) ? x - y : 0;
    }

    /// <summary>Compares amounts in one unit, such as 50 mg and 100 mg; null where they are not.</summary>
    private static int? Amounts(string first, string second)
    {
        Match a = Amount().Match(first.Trim()), b = Amount().Match(second.Trim());
        return a.Success && b.Success && string.Equals(a.Groups["unit"].Value, b.Groups["unit"].Value, StringComparison.OrdinalIgnoreCase)
            ? double.Parse(a.Groups["number"].Value, CultureInfo.InvariantCulture)
                .CompareTo(double.Parse(b.Groups["number"].Value, CultureInfo.InvariantCulture)) : null;
    }

    private static bool Adds(string whole, string part, string word) => whole.StartsWith($"{part} {word} ", StringComparison.Ordinal)
        || whole.EndsWith($" {word} {part}", StringComparison.Ordinal) || (word == "+" && whole.StartsWith(part + "+",
            StringComparison.Ordinal));

    private static int Known(string text) => Control.Contains(text) ? -2 : Less.Contains(text) ? -1 : Active.Contains(text) ? 1 : 0;

    // A phrase that holds a word of one side and none of the other, and joins nothing to it.
    private static int OfParts(string text)
    {
        string[] parts = text.Split([' ', '/', ',', '(', ')'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Any(p => p is "+" or "plus" or "and" or "with" or "vs" or "und" or "et" or "y"))
        {
            return 0;
        }

        bool control = parts.Any(p => p.Length > 2 && (Control.Contains(p) || Less.Contains(p))), active = parts.Any(p => p.Length > 2
            && Active.Contains(p));
        return control == active ? 0 : control ? -1 : 1;
    }

    // The number of a prefix such as `0: `; −1 where there is none.
    private static int Code(string level) => Prefix().Match(level.Trim()) is { Success: true } match
        && int.TryParse(match.Groups["code"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int code) ? code : -1;

    // Lower case, without accents, prefix and signs between words.
    private static string Plain(string level)
    {
        string text = Prefix().Replace(level.Trim(), string.Empty);
        StringBuilder plain = new();
        foreach (char c in text)
        {
            char lower = char.ToLowerInvariant(c);
            int accent = Accented.IndexOf(lower, StringComparison.Ordinal);
            plain.Append(c is '_' or '\u00A0' or '.' ? ' ' : accent < 0 ? lower : Bare[accent]);
        }

        string words = Hyphen().Replace(plain.ToString().Trim(), " ");
        return Spaces().Replace(words, " ");
    }

    private static HashSet<string> Words(string list) =>
        new(list.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);

    [GeneratedRegex(@"^(?:(?:arm|group|grp|gruppe|groupe|grupo|gruppo)\s+)?"
        + @"[(\[]?(?<code>[0-9]{1,2}|[A-Za-z])\s*(?:[:=)\].]|\s-|-\s)\s*(?=\S\S)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Prefix();

    [GeneratedRegex(@"^(?<number>\d+(?:\.\d+)?)\s*(?<unit>[^\d\s].*)$")]
    private static partial Regex Amount();

    [GeneratedRegex(@"(?<=\w)-(?=\w)")]
    private static partial Regex Hyphen();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
