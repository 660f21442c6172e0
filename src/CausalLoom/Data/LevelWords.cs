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
        untreated; unexposed; not treated; not exposed; no treatment; no intervention; usual care; standard care; standard of care; soc; bau
        standard; standard treatment; standard therapy; routine care; conventional; conventional therapy; treatment as usual; tau
        care as usual; cau; best supportive care; bsc; supportive care; observation; obs; observe; observed only; watchful waiting
        active surveillance; wait list; waitlist; waiting list; wl; comparator; reference; ref; background; wait and see; lista de espera
        nonuser; non user; nonusers; unvaccinated; non smoker; nonsmoker; pbo; placebo only
        kontrolle; kontrollgruppe; kontrollarm; vergleich; vergleichsgruppe; standardtherapie; standardbehandlung; ubliche versorgung
        unbehandelt; keine; kein; keine behandlung; nicht behandelt; warteliste; scheinakupunktur; scheinbehandlung; beobachtung
        temoin; temoins; controle; groupe controle; aucun; aucune; sans traitement
        non traite; soins usuels
        grupo control; ninguno; ninguna; sin tratamiento; no tratado; atencion habitual
        controllo; gruppo di controllo; nessuno; nessuna; senza trattamento; non trattato
        grupo controle; nenhum; nenhuma; sem tratamento; nao tratado
        geen; controlegroep; onbehandeld; gebruikelijke zorg
        kontroll; kontrollgrupp; kontrol; kontrolgruppe; ingen; obehandlad; ubehandlet
        kontrola; grupa kontrolna; brak; kontrolni; kontrolli; lumelaake; placebogruppe; placebo group; placebo arm
        対照; 対照群; プラセボ; 偽薬; 对照; 对照组; 安慰剂; 대조군; 위약; контроль; плацебо
        """);

    // Answers: control only beside the opposite answer. "NO" may be nitric oxide, and "off" an off-pump operation.
    private static readonly HashSet<string> Denials = Words(
        """
        no; never; absent; absence; negative; neg; off; false; alive; baseline; without; deferred; delayed
        nein; falsch; nie; ohne; non; sans; faux; jamais; sin; falso; nunca; senza; mai; nao; sem; nee; onwaar; nooit; zonder
        nej; nei; aldrig; aldri; utan; uden; uten; nie; ne; ei; nem; hayir; hayır; bez; なし; いいえ; 无; 否; 没有; 無; нет; όχι; لا; 아니오
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
        leczenie; tak; kylla; igen; ano; da; はい; あり; 治療; 治疗; 治疗组; 実薬; 是; 有; лечение; да; evet; ναι; نعم; 예; 실험군
        with; mit; avec; con; com; met; med
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

    private static readonly HashSet<string> Ordinary = new(StringComparer.Ordinal)
        { "usual", "standard", "conventional", "traditional", "regular", "routine", "ordinary", "habitual", "ubliche" };

    // Levels of one letter mean something only in pairs.
    private static readonly HashSet<(string, string)> Pairs = [("n", "y"), ("f", "t"), ("n", "j"), ("n", "o"), ("n", "s"), ("c", "t")];

    /// <summary>−2 where the text says control or no, −1 where it says less, 1 where it says active or yes, else 0.</summary>
    public static int Rank(string level)
    {
        string text = Plain(level);
        return Denials.Contains(text) ? -2 : Known(text) is not 0 and var known ? known : IsControlPhrase(text) ? -2 : 0;
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

        int lead = Lead(a, b) - Lead(b, a);
        if (lead != 0)
        {
            return lead;
        }

        (int x, int y) = (Code(first), Code(second));
        return (x, y) is (0, 1) or (1, 0) ? x - y : 0;
    }

    // −1 where a says that it is control beside b. A word inside a therapy's name says nothing: infection control, off-pump, low-carb diet.
    private static int Lead(string a, string b)
    {
        int known = Known(b);
        bool control = (Known(a) == -2 && known != -2) || (IsControlPhrase(a) && !IsControlPhrase(b) && known > -2)
            || ((Denials.Contains(a) || Known(a) == -1) && known > 0) || Denies(a, b) || Lacks(a, b) || IsLess(a, b);
        return control ? -1 : 0;
    }

    // Usual care, the conventional technique, a placebo beside whatever else is given.
    private static bool IsControlPhrase(string text)
    {
        string[] words = text.Split([' ', '/', ',', '(', ')', '+'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 1 && (Ordinary.Contains(words[0]) && !words.Contains("dose")
            || words.Any(word => word is "placebo" or "plazebo" or "sham") || (words[0] is "control" && words[^1] is "group" or "arm")
            || text.EndsWith(" control", StringComparison.Ordinal) && words.Length == 2
                && words[0] is "untreated" or "negative" or "passive");
    }

    // "no X", "not X", "without X" beside X or "with X"; "non X" of one word.
    private static bool Denies(string a, string b)
    {
        string positive = Array.Find(Affirmations, w => b.StartsWith(w, StringComparison.Ordinal)) is { } with ? b[with.Length..] : b;
        foreach (string negation in Negations)
        {
            if (a.StartsWith(negation, StringComparison.Ordinal) && a.Length > negation.Length)
            {
                string rest = a[negation.Length..].Trim();
                bool oneWord = negation != "non " || !rest.Contains(' ', StringComparison.Ordinal);
                if (oneWord && (rest == positive || rest == b || (Known(b) > 0 && Known(rest) >= 0)))
                {
                    return true;
                }
            }
        }

        return (a == positive + " free" || a == "non" + positive || a == positive + " -" && b != a) && a.Length > positive.Length;
    }

    // "X" or "X alone" beside "X + Y"; what adds to the other is active.
    private static bool Lacks(string a, string b)
    {
        string part = a;
        foreach (string only in new[] { " alone", " only", " monotherapy" })
        {
            part = part.EndsWith(only, StringComparison.Ordinal) ? part[..^only.Length] : part;
        }

        return part.Length > 1 && b.Length > part.Length
            && (Adds(b, part, "+") || Adds(b, part, "plus") || Adds(b, part, "and") || Adds(b, part, "with"));
    }

    // "low X" beside "high X", "half dose" beside "full dose".
    private static bool IsLess(string a, string b)
    {
        foreach ((string less, string more) in new[] { ("low ", "high "), ("lower ", "higher "), ("half ", "full "), ("drug -", "drug +") })
        {
            if (a.StartsWith(less, StringComparison.Ordinal) && b.StartsWith(more, StringComparison.Ordinal)
                && a[less.Length..] == b[more.Length..])
            {
                return true;
            }
        }

        return a.EndsWith(" -", StringComparison.Ordinal) && b.EndsWith(" +", StringComparison.Ordinal) && a[..^2] == b[..^2];
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
