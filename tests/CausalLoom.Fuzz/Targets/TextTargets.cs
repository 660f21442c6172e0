using System.Text;
using CausalLoom.Data;
using CausalLoom.Data.Formats;
using CausalLoom.Expressions;
using CausalLoom.Rules;
using CausalLoom.Sandbox.Expressions;
using CausalLoom.Studies;

namespace CausalLoom.Fuzz.Targets;

/// <summary>What is written by hand: schemas, studies, conditions, knobs.</summary>
internal static class TextTargets
{
    private static readonly string[] Yaml = ["- ", ": ", "\n  - ", "[", "]", "{", "}", "&a ", "*a", "<<: ", "!!int ", "!!binary ", "| ",
        "> ", "? ",
        "---\n", "...\n", "%YAML 9.9\n", "# ", "'", "\"\\x00\"", "null", "~", "true", "0x10", "0o7", ".inf", ".nan", "2001-01-01"];

    private static readonly string[] Operators = ["+", "-", "*", "/", "^", "%%", "%in%", "&", "|", "!", "==", "!=", "<", "<=", ">", ">=",
        "(", ")", ",", "c(", "is.na(", "ifelse(", "exp(", "log(", "sqrt(", "abs(", "tanh(", "scale(", "mean(", "sd(", "quantile(", "min(",
        "max(", "round(", "x", "k", "c", "w", "y", "`x`", "\"a\"", "'b'", "pi", "TRUE", "NA", "1e308", "0", ".5", "function", "fit(", "=",
        "propensity(", "\\", "#"];

    private static readonly Lazy<Table> Rows = new(() => FuzzTable.Rows(20));
    private static readonly Lazy<string> RowFile = new(() => Scratch.File("by-schema.csv", FuzzTable.File("t.csv", Rows.Value)));
    private static readonly Lazy<CausalData> Real = new(() => CausalData.From(Rows.Value, "w", "y"));

    /// <summary>Schemas: what was read can be written and read again, and rows are read by it.</summary>
    public static FuzzTarget Schema { get; } = new("schema", () => Texts("""
        columns:
          - { name: x, type: continuous, role: covariate, decimals: 2, min: -4, max: 4 }
          - name: c
            type: categorical
            levels: [a, b, c]
            level_labels: { a: one, b: two }
            missing: ["-9"]
          - { name: w, type: binary, role: treatment, levels: ["0", "1"], label: Arm }
          - { name: k, type: integer, timing: pre, missing_kinds: false }
          - { name: y, role: outcome, format: "0.000" }
        rules:
          - k >= 0
          - 'w == 1 | y < 9'
        """, "columns: [{name: x, format: yyyy-MM-dd}, {name: bp.1, from: bp, part: first, between: /}, "
            + "{name: bp.2, from: bp, part: second}]"),
        Read(text =>
        {
            CausalLoom.Data.Schema schema = CausalLoom.Data.Schema.Parse(text);
            string written = schema.ToYaml();
            try
            {
                CausalLoom.Data.Schema.Parse(written);
            }
            catch (CausalLoomException e)
            {
                throw new InvalidOperationException($"what was written of it cannot be read: {e.Message}", e);
            }

            TableFile.Read(RowFile.Value, new CsvOptions { Schema = schema });
        }))
    {
        Tokens = [.. Yaml, "name: ", "type: ", "role: ", "levels: ", "format: ", "decimals: ", "min: ", "max: ", "missing: ", "from: ",
            "part: ",
            "between: ", "after: ", "missing_kinds: true", "timing: post", "identifier", "weight", "[h]:mm", "0.0; <0.5; >100",
                "dd/MM/yyyy",
            "#,##0", "[y]y [mo]m", "PnDTnH", "#/100", "yyyy-MM-ddTHH:mm:ss+02:00"],
        Share = 2,
    };

    /// <summary>Data dictionaries of REDCap.</summary>
    public static FuzzTarget Redcap { get; } = new("redcap", () => Texts("""
        field_name,field_type,field_label,select_choices_or_calculations,text_validation_type_or_show_slider_number,identifier
        record_id,text,"Record ID",,,
        dob,text,"Date of birth",,date_dmy,y
        arm,radio,"Arm <b>given</b>","0, Placebo | 1, Active, 10 mg",,
        age,text,"Age, years",,integer,
        race,checkbox,Race,"1, One | 2, Two | -99, Missing",,

        """), Read(text =>
        {
            if (RedcapDictionary.IsOne(text))
            {
                RedcapDictionary.Parse(text, "dictionary.csv").ToYaml();
            }
        })) { Tokens = ["| ", ", ", "radio", "checkbox", "calc", "slider", "yesno", "truefalse", "number_2dp", "datetime_ymd",
            "-99, Missing"] };

    /// <summary>Study files.</summary>
    public static FuzzTarget Study { get; } = new("study", () => Texts("""
        name: trial
        aims: Whether it is unbiased.
        seed: 1
        replicates: 10
        block: 5
        truth_rows: 1000
        n: [100, 200]
        sources:
          - name: hybrid
            simulator: hybrid
            set: { overlap: randomized }
          - { name: real, bootstrap: t.csv, treatment: w, outcome: y, truth: 1.0 }
          - { name: argn, synthesizer: t.csv, treatment: w, outcome: y, fits: 2, generator: argn, propensity: "randomized:0.5" }
        methods:
          - { name: aipw, estimator: aipw, nuisance: linear, known_propensity: 0.5 }
          - { name: tmle, estimator: tmle, folds: 2, clip: 0.05 }
        measures: [bias, empirical_se, coverage]
        precision: { bias: 0.1 }
        """), Read(text => StudyFile.Parse(text, "study.yaml")))
    {
        Tokens = [.. Yaml, "estimands: [ate, att]", "contrasts: ", "evaluations: ", "table: ", "augment: ", "trim: ", "weights: ",
            "preset: ",
            "simulator: ", "model: ", "nuisance: boosting", "set: ", "fits: ", "generator: copula", "measures: all"],
    };

    /// <summary>Conditions on rows.</summary>
    public static FuzzTarget Expression { get; } = new("expression", () => Texts("x >= 1 & !is.na(k)",
        "c %in% c(\"a\", \"b\") | k %% 2 == 0",
        "ifelse(x > 0, k < 5, TRUE)", "`x` ^ 2 + exp(-k) * 3 <= sqrt(abs(y))", "w == 1"),
        Read(text => RowExpression.Parse(text, "--where").Holds(Rows.Value))) { Tokens = Operators };

    /// <summary>Knobs of the sandbox, bound to data where they ask for no learner.</summary>
    public static FuzzTarget Knob { get; } = new("knob", () => Texts(".1 + .05 * tanh(scale(x))", "ifelse(c == \"a\", 1, -1) * k",
        "log(1 + abs(x)) / sd(x)", "quantile(x, .5) - mean(k)", "fit(linear)"),
        Read(text =>
        {
            KnobExpression knob = KnobExpression.Parse(text, "--tau").Checked();
            if (!text.Contains("fit", StringComparison.Ordinal) && !text.Contains("propensity", StringComparison.Ordinal))
            {
                knob.Bind(Real.Value, FitContext.ForSeed(1)).Save();
            }
        })) { Tokens = Operators };

    /// <summary>Files of rules, tried on a table.</summary>
    public static FuzzTarget Rules { get; } = new("rules", () => Texts("x <= y\nk >= 0\n# none\nw == 1 | c != \"a\"",
        "rules:\n  - x + k == y\n  - 'is.na(x) == is.na(y)'", "- k == x * 2\n- c == \"a\" | k > 3"),
        bytes =>
        {
            Rule[] rules = [.. RuleFile.Read(Scratch.File("rules.txt", bytes)).Select(text => Rule.Parse(text))];
            foreach (Rule rule in rules)
            {
                _ = rule.Kind;
                rule.CountBroken(Rows.Value);
            }
        }) { Tokens = [.. Operators, .. Yaml] };

    private static IEnumerable<byte[]> Texts(params string[] texts) => texts.Select(Encoding.UTF8.GetBytes);

    // As files of text are read: bytes that are no UTF-8 are refused before.
    private static Action<byte[]> Read(Action<string> parse) => bytes =>
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, true).GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new CausalLoomException("The text is not UTF-8.", e);
        }

        parse(text);
    };
}
