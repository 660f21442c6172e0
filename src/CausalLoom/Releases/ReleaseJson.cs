using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CausalLoom.Estimation.Average;
using CausalLoom.Io;

namespace CausalLoom.Releases;

/// <summary>`release.json` (docs/files.md): what an analyst's program reads, in R, Python or here.</summary>
public static class ReleaseJson
{
    private const string Format = "causalloom release 1";
    private const int MostBytes = 1 << 24;
    private const string Copied = "Of the mean of the copies' estimates, whose squared standard errors have the mean v: mean - c.shift is "
        + "of the population, with standard error sqrt(max(c.real.c, v/copies + c.added.c)), where c has 1 at the level and -1 at the "
        + "reference. For any other analysis, each copy being of a model of its own fitted to n rows drawn anew from the real ones: the "
        + "mean, with standard error sqrt((1 + 1/copies) b - v), b the variance between the copies' estimates, and Student's t of "
        + "(copies - 1)(1 - v/((1 + 1/copies) b))^2 degrees of freedom; sqrt(v m/n) where that is not above 0.";
    private static readonly JsonSerializerOptions Indented = new() 
    {
        WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The text of the file.</summary>
    public static string Text(ReleaseNote note)
    {
        ArgumentNullException.ThrowIfNull(note);
        JsonObject populations = [];
        foreach ((Population population, PopulationError error) in note.Populations)
        {
            populations[Name(population, note.Columns.Levels)] = new JsonObject
            {
                ["shift"] = Numbers(error.Shift),
                ["real"] = Matrix(error.Real),
                ["added"] = Matrix(error.Added),
                ["freedom"] = double.IsNaN(error.Freedom) ? null : error.Freedom,
                ["no_interval"] = error.Refusal,
            };
        }

        ReleaseMaking made = note.Making;
        return new JsonObject
        {
            ["format"] = Format,
            ["version"] = Product.Version,
            ["how"] = note.Copies > 1 ? Copied
                : "Of an estimate with standard error se from these rows: estimate - c.shift is of the population, with standard "
                + "error sqrt(max(c.real.c, se^2 + c.added.c)), where c has 1 at the level and -1 at the reference. For any other analysis "
                + "of all rows: sqrt(1 + m/n) times se.",
            ["n"] = note.RealRows,
            ["m"] = note.SyntheticRows,
            ["copies"] = note.Copies,
            ["method"] = made.Method,
            ["parts"] = new JsonObject(made.Parts.Select(part => KeyValuePair.Create(part.Key, (JsonNode?)part.Value))),
            ["preset"] = made.Preset,
            ["set"] = made.Settings?.DeepClone(),
            ["seed"] = made.Seed,
            ["mechanisms_on_the_same_rows"] = made.SameRows,
            ["treatment"] = note.Columns.Treatment,
            ["levels"] = Texts(note.Columns.Levels),
            ["outcome"] = note.Columns.Outcome,
            ["event"] = note.Columns.Event,
            ["covariates"] = Texts(note.Columns.Covariates),
            ["estimator"] = "aipw",
            ["nuisance"] = note.Nuisance,
            ["known_propensity"] = note.KnownPropensity,
            ["folds"] = note.Folds,
            ["model_rows"] = note.PoolRows,
            ["populations"] = populations,
        }.ToJsonString(Indented) + "\n";
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="CausalLoomException">It cannot be read, or is none.</exception>
    public static ReleaseNote Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string text = InputFile.ReadText(path, MostBytes);
        try
        {
            JsonObject json = JsonNode.Parse(text)!.AsObject();
            return (string?)json["format"] == Format ? Of(json)
                : throw new CausalLoomException($"{path} is no release file of this version "
                + $"(its format is {CellText.Show((string?)json["format"] ?? "not said")}): give the one that was written with the rows.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or NullReferenceException
            or ArgumentException or KeyNotFoundException or OverflowException)
        {
            throw new CausalLoomException($"{path} is no release file or was altered ({VisibleText.Line(e.Message)}): give the one that "
                + "was written with the rows.");
        }
    }

    /// <summary>What a population is called.</summary>
    internal static string Name(Population population, IReadOnlyList<string> levels) => population == Population.Everyone ? "everyone"
        : population == Population.Overlap ? "overlap" : "level:" + levels[population.Level!.Value];

    private static ReleaseNote Of(JsonObject json)
    {
        string[] levels = Strings(json["levels"]);
        ReleaseColumns columns = new((string)json["treatment"]!, levels, (string)json["outcome"]!, (string?)json["event"],
            Strings(json["covariates"]));
        Dictionary<Population, PopulationError> populations = [];
        foreach (Population population in ReleaseNote.Whom(levels.Length))
        {
            if (json["populations"]!.AsObject()[Name(population, levels)] is not JsonObject one)
            {
                continue;
            }

            PopulationError error = new(Doubles(one["shift"], levels.Length), Square(one["real"], levels.Length),
                Square(one["added"], levels.Length))
                { Freedom = (double?)one["freedom"] ?? double.NaN, Refusal = (string?)one["no_interval"] };
            populations.Add(population, error);
        }

        int n = (int)json["n"]!;
        int? m = (int?)json["m"];
        return n >= 1 && m is null or >= 1 && levels.Length >= 2
            ? new ReleaseNote(columns, n, m, populations)
            {
                Copies = (int?)json["copies"] is not { } copies ? 1 : copies >= 1 ? copies
                    : throw new FormatException("copies is no number of files"),
                Nuisance = (string)json["nuisance"]!,
                KnownPropensity = (string?)json["known_propensity"],
                Folds = (int)json["folds"]!,
                PoolRows = (int)json["model_rows"]!,
                Making = new ReleaseMaking
                {
                    Method = (string)json["method"]!,
                    Parts = json["parts"]!.AsObject().ToDictionary(part => part.Key, part => (string)part.Value!),
                    Preset = (string?)json["preset"],
                    Settings = json["set"]?.DeepClone().AsObject(),
                    SameRows = (bool)json["mechanisms_on_the_same_rows"]!,
                    Seed = (long)json["seed"]!,
                },
            }
            : throw new FormatException("n or m is no number of rows");
    }

    private static JsonArray Numbers(double[] values) => [.. values.Select(v => (JsonNode)v)];

    private static JsonArray Matrix(double[][] rows) => [.. rows.Select(Numbers)];

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    private static string[] Strings(JsonNode? json) => [.. json!.AsArray().Select(text => (string)text!)];

    private static double[] Doubles(JsonNode? json, int count)
    {
        double[] values = [.. json!.AsArray().Select(value => (double)value!)];
        return values.Length == count && values.All(double.IsFinite) ? values
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"there are not {count} numbers where one a level is"));
    }

    private static double[][] Square(JsonNode? json, int count) => json!.AsArray().Count == count
        ? [.. json.AsArray().Select(row => Doubles(row, count))] : throw new FormatException("a covariance is not one row a level");
}
