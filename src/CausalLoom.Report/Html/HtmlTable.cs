namespace CausalLoom.Report.Html;

/// <summary>The parts that tables of a page share: heads and rows of words and of figures.</summary>
internal static class HtmlTable
{
    /// <summary>Begins a table that scrolls sideways where it is wide; <c>&lt;/tbody&gt;&lt;/table&gt;&lt;/div&gt;</c> ends it.</summary>
    /// <param name="kind">Its class in the style sheet.</param>
    /// <param name="columns">What <see cref="Words"/> and <see cref="Figures"/> give, in order; nothing for a table without a head.</param>
    public static Markup Begin(string kind, params IReadOnlyList<Markup> columns) =>
        Markup.Of($"<div class=\"scroll\"><table class=\"{kind}\">{(columns.Count > 0 ? Head(columns) : Markup.Empty)}<tbody>");

    /// <summary>The head of a table.</summary>
    public static Markup Head(params IEnumerable<Markup> columns) => Markup.Of($"<thead><tr>{columns}</tr></thead>");

    /// <summary>Heads of columns of words.</summary>
    public static Markup Words(params IEnumerable<string> names) =>
        Markup.Join(names.Select(name => Markup.Of($"<th scope=\"col\">{name}</th>")));

    /// <summary>Heads of columns of figures, which stand at the right.</summary>
    public static Markup Figures(params IEnumerable<string> names) =>
        Markup.Join(names.Select(name => Markup.Of($"<th scope=\"col\" class=\"n\">{name}</th>")));

    /// <summary>A row: its name and its cells.</summary>
    public static Markup Row(string name, params IEnumerable<Markup> cells) =>
        Markup.Of($"<tr><th scope=\"row\">{name}</th>{cells}</tr>\n");

    /// <summary>A row of a figure and how to judge it.</summary>
    public static Markup Judged(string name, string figure, string how) => Row(name, Figure(figure), How(how));

    /// <summary>A cell of words.</summary>
    public static Markup Cell(string? words) => Markup.Of($"<td>{words}</td>");

    /// <summary>A cell of a figure.</summary>
    public static Markup Figure(string figure) => Markup.Of($"<td class=\"n\">{figure}</td>");

    /// <summary>A cell that explains.</summary>
    public static Markup How(string words) => Markup.Of($"<td class=\"how\">{words}</td>");
}
