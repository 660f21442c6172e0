using CausalLoom.Catalogue;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CausalLoom.Io;
using CausalLoom.Studies.Evaluations;

namespace CausalLoom.Studies;

/// <summary>
/// The folder of a study: `study.yaml` as it was given, `study.json` (what it depends on), `units/` with a file a finished unit, `results/`
/// `evaluations/` and `summary.json`. A unit's file is written whole, ends with its own SHA-256 and is done again where that does not
/// match.
/// </summary>
public sealed class StudyFolder
{
    private const string Seal = "# sha256 ";

    private StudyFolder(string path, Study study) => (Root, Study, Plan) = (path, study, new StudyPlan(study));

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>The study.</summary>
    public Study Study { get; }

    /// <summary>Its cells and units.</summary>
    public StudyPlan Plan { get; }

    /// <summary>`results/`.</summary>
    public string Results => Path.Combine(Root, "results");

    /// <summary>`reading/`: what was read of the files of sources.</summary>
    public string Reading => Path.Combine(Root, "reading");

    /// <summary>`evaluations/`.</summary>
    public string Evaluations => Path.Combine(Root, "evaluations");

    /// <summary>`summary.json`.</summary>
    public string Summary => Path.Combine(Root, "summary.json");

    /// <summary>Makes the folder for a study, or finds that it is this study's.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="studyPath">The study file.</param>
    /// <param name="catalogues">Where names are looked up; null: this library's.</param>
    /// <exception cref="CausalLoomException">The folder holds another study, or one of other input files or another version.</exception>
    public static StudyFolder Create(string folder, string studyPath, Catalogues? catalogues = null)
    {
        string text = InputFile.ReadText(studyPath, StudyFile.MaxBytes);
        Study study = StudyFile.Parse(text, studyPath, catalogues);
        string copy = Path.Combine(folder, "study.yaml"), facts = Path.Combine(folder, "study.json");
        string depends = Facts(study, text, Path.GetDirectoryName(Path.GetFullPath(studyPath))!);
        bool begun = File.Exists(copy);
        if (begun)
        {
            RequireSame(InputFile.ReadText(copy, StudyFile.MaxBytes), text, $"The folder {CellText.Show(folder)} holds another study (its "
                + $"study.yaml differs from {CellText.Show(studyPath)}). Give another ‹out›, or delete the folder.");
        }
        else if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any(IsForeign))
        {
            throw new CausalLoomException($"The folder {CellText.Show(folder)} is not empty and holds no study. Give another ‹out›.");
        }

        if (begun || File.Exists(facts))
        {
            RequireSame(File.Exists(facts) ? File.ReadAllText(facts) : null,
                depends, $"The study in {CellText.Show(folder)} was begun with another study file, other input files or another version of "
                + $"CausalLoom (see its study.json), so its rows would not go together. Give another ‹out›, or delete the folder.");
        }

        // Shards that start together write the same: study.yaml last, since a folder without it is one that is still being made.
        Directory.CreateDirectory(Path.Combine(folder, "units"));
        if (!begun)
        {
            AtomicFile.WriteText(facts, depends);
            AtomicFile.WriteText(copy, text);
        }

        return new StudyFolder(folder, study);
    }

    /// <summary>Opens the folder of a study that was begun.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="catalogues">Where names are looked up; null: this library's.</param>
    /// <exception cref="CausalLoomException">There is none.</exception>
    public static StudyFolder Open(string folder, Catalogues? catalogues = null)
    {
        string copy = Path.Combine(folder, "study.yaml");
        return File.Exists(copy)
            ? new StudyFolder(folder, StudyFile.Parse(InputFile.ReadText(copy, StudyFile.MaxBytes), copy, catalogues))
            : throw new CausalLoomException($"The folder {CellText.Show(folder)} holds no study: there is no study.yaml in "
                + $"it. `study run` makes one.");
    }

    /// <summary>Writes a finished unit, and removes what a killed run may have left of it.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="lines">Its rows as lines.</param>
    public void Write(StudyUnit unit, IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(unit);
        ArgumentNullException.ThrowIfNull(lines);
        string content = Text(unit.Cell is null ? StudyFitRow.Header : StudyRow.Header, lines);
        try
        {
            AtomicFile.WriteText(PathOf(unit), content + Seal + Hash(Encoding.UTF8.GetBytes(content)) + "\n");
        }
        catch (CausalLoomException) when (Read(unit) is not null)
        {
            // Another process does the same unit and was first: it wrote the same bytes, and removed this one's temporary file.
        }

        foreach (string left in Directory.EnumerateFiles(Path.Combine(Root, "units"), $".{unit.FileName}.*.tmp"))
        {
            File.Delete(left);
        }
    }

    /// <summary>The lines of a unit without header and seal; null where it is not done or its file is damaged.</summary>
    public string[]? Read(StudyUnit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        string path = PathOf(unit);
        if (!File.Exists(path))
        {
            return null;
        }

        string text = File.ReadAllText(path);
        int seal = text.LastIndexOf(Seal, StringComparison.Ordinal);
        if (seal < 0 || text[seal..] != Seal + Hash(Encoding.UTF8.GetBytes(text[..seal])) + "\n")
        {
            return null;
        }

        string[] lines = text[..seal].Split('\n')[..^1];
        int each = unit.Cell is null ? EvaluationsOf(unit.Source).Sum(e => e.Figures.Count) : Study.Methods.Count * Study.Targets.Count;
        return lines[0] == (unit.Cell is null ? StudyFitRow.Header : StudyRow.Header)
            && lines.Length == ((unit.Last - unit.First + 1) * each) + 1 ? lines[1..] : null;
    }

    /// <summary>The evaluations of a source's fits, by name, and what each measures.</summary>
    internal IEnumerable<(string Name, IReadOnlyList<StudyFigure> Figures)> EvaluationsOf(string source) =>
        Study.Evaluations.Where(e => e.Sources.Contains(source)).Select(e => (e.Name, e.Create().Figures));

    /// <summary>A file of rows.</summary>
    internal static string Text(string header, IEnumerable<string> lines)
    {
        StringBuilder text = new(header + "\n");
        foreach (string line in lines)
        {
            text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    // Neither what a run makes before study.yaml nor what is left where it was killed then.
    private static bool IsForeign(string entry) =>
        Path.GetFileName(entry) is not ("units" or "study.json") && !entry.EndsWith(".tmp", StringComparison.Ordinal);

    private static void RequireSame(string? found, string wanted, string otherwise)
    {
        if (found != wanted)
        {
            throw new CausalLoomException(otherwise);
        }
    }

    private static string Facts(Study study, string text, string folder)
    {
        JsonObject inputs = [];
        foreach (string name in study.Sources.Concat(study.Donors).SelectMany(s => s.Files).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal))
        {
            using FileStream stream = InputFile.Open(Path.Combine(folder, name));
            inputs[name] = Convert.ToHexStringLower(SHA256.HashData(stream));
        }

        JsonObject facts = new()
            { ["version"] = Product.Version, ["study_sha256"] = Hash(Encoding.UTF8.GetBytes(text)), ["inputs"] = inputs };
        return facts.ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n" }) + "\n";
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private string PathOf(StudyUnit unit) => Path.Combine(Root, "units", unit.FileName);
}
