using CausalLoom.Data;

namespace CausalLoom.Tests.Data;

public sealed class DataLoaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("0 1", "0", "1")]
    [InlineData("2 1", "1", "2")] // 35
    [InlineData("yes no", "no", "yes")]
    [InlineData("TRUE FALSE", "FALSE", "TRUE")]
    [InlineData("drug placebo", "placebo", "drug")]
    [InlineData("Behandlung Kontrolle", "Kontrolle", "Behandlung")]
    [InlineData("1.0 0.0", "0.0", "1.0")]
    public void ATreatmentInAnyCodingIsAcceptedAndReported(string levels, string control, string treated)
    {
        string[] level = levels.Split(' ');
        LoadedData data = Load($"w,y,x\n{level[0]},1.5,3\n{level[1]},2,4\n{level[0]},3,5\n{level[1]},4,5\n{level[0]},5,7\n", Roles);
        Assert.Equal([control, treated], data.Data.TreatmentSpace.Levels);
        Assert.Equal(level[0] == treated ? [1, 0, 1, 0, 1] : [0, 1, 0, 1, 0], data.Data.Treatment);
        Assert.Contains(data.Notes, note => note.Contains($"treated is '{treated}'", StringComparison.Ordinal));
        Assert.Equal([1.5, 2, 3, 4, 5], data.Data.Outcome);
        Assert.Equal("x", Assert.Single(data.Data.Covariates.Columns).Name);
    }

    [Fact]
    public void TwoLevelsInWordsThatSayNothingAreRefusedUntilTheReferenceIsNamed()
    {
        const string Text = "w,y,x\nB,1.5,3\nA,2,4\nB,3,5\nA,4,5\nB,5,7\n";
        AssertRefused(Text, Roles, "nothing says which of them is control: name it (‹reference A› or ‹reference B›)");
        Assert.Equal(["B", "A"], Load(Text, Roles with { Reference = "B" }).Data.TreatmentSpace.Levels);
        string schema = Write("s.yaml", "columns:\n  - {name: w, levels: [B, A]}\n");
        Assert.Equal(["B", "A"], Load(Text, Roles with { SchemaPath = schema }).Data.TreatmentSpace.Levels);
        Assert.Contains("nothing says which", DataLoader.Read(Write("d.csv", Text), Roles).Undecided, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("w,y,x\n1,2,3\n1,3,4\n1,4,5\n1,5,6\n", "has one level ('1' in 4 rows)")] // 34
    [InlineData("w,y,x\n1,2,3\n1,3,4\n1,4,5\n0,5,6\n", "has 1 row of '0'; each arm needs at least 2")]
    [InlineData("w,y,x\nA,2,3\nB,3,4\nC,4,5\nA,5,6\nB,1,2\n", "has 1 row of 'C'; each arm needs at least 2")] // 35
    [InlineData("w,y,x\n0,2,3\n1,3,4\n2,4,5\n0,5,6\n", "has 1 row of '1'; each arm needs at least 2")]
    [InlineData("w,y,x\n0.5,2,3\n1.5,3,4\n2.25,4,5\n0.5,5,6\n", "has 1 row of '1.5'; each arm needs at least 2")]
    [InlineData("w,y,x\n0,2,3\n,3,4\n1,4,5\n0,5,6\n1,7,7\n", "the treatment 'w' is missing in 1 of 5 rows (2;")] // 38
    [InlineData("w,y,x\n0,2,3\n1,NA,4\n1,4,5\n0,,6\n1,7,7\n", "the outcome 'y' is missing in 2 of 5 rows (2, 4;")]
    [InlineData("w,y,x\n0,a,3\n1,b,4\n1,c,5\n0,a,6\n1,b,6\n", "is text with 3 levels ('a', 'b', 'c')")]
    [InlineData("w,y,x\n0,a,3\n1,a,4\n1,a,5\n0,a,6\n", "is text with 1 level ('a')")]
    [InlineData("w,y,x\n0,1,p\n1,2,q\n1,3,r\n0,4,s\n", "no covariate is left")]
    [InlineData("w,y,x\n0,1,\n1,2,\n1,3,\n0,4,\n", "no covariate is left")]
    [InlineData("w,y\n0,1\n1,2\n1,3\n0,4\n", "the file has 2 columns ('w', 'y'); at least 3")]
    [InlineData("w,y,x\n0,1,1\n", "there is 1 row; at least 4")] // 3
    [InlineData("w,y,x\n0,1,1\n1,inf,2\n0,1,1\n1,2,2\n", "row 2 (line 3), column 'y': 'inf' is infinite")]
    [InlineData("v,y,x\n0,1,1\n1,2,2\n0,1,1\n1,2,2\n", "there is no column 'w'. The columns are 'v', 'y', 'x'")]
    public void WhatCannotBeStudiedIsRefused(string text, string expected) => AssertRefused(text, Roles, expected);

    [Fact]
    public void MissingRowsAreListedUpToTen()
    {
        string rows = string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 2},{(i < 12 ? "" : "5")},{i}\n"));
        AssertRefused("w,y,x\n" + rows, Roles, "missing in 12 of 40 rows (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, …;");
    }

    [Fact]
    public void OptionsThatDoNotFitAreRefused()
    {
        const string Text = "arm,outcome,age\n0,1,3\n1,2,4\n1,3,5\n0,4,6\n";
        LoadOptions fine = new() { Treatment = "arm", Outcome = "outcome" };
        AssertRefused(Text, fine with { Treatment = "outcome" }, "are the same column, 'outcome'");
        AssertRefused(Text, fine with { Treatment = "amr" }, "there is no column 'amr'. Did you mean 'arm'?");
        AssertRefused(Text, fine with { Covariates = ["age", "arm"] }, "is the treatment and cannot be a covariate");
        AssertRefused(Text, fine with { Drop = ["outcome"] }, "is the outcome and cannot be dropped");
        AssertRefused(Text, fine with { Drop = ["Age "] }, "there is no column 'Age '. Did you mean 'age'?");
        AssertRefused(Text, fine with { Covariates = ["sex"] }, "there is no column 'sex'");
        AssertRefused(Text, fine with { Covariates = ["age"], Drop = ["age"] }, "not both");
        AssertRefused(Text, fine with { Drop = ["age"] }, "no covariate is left");
        AssertRefused(Text, fine with { Outcome = null }, "no column is the outcome: name one (‹outcome›");
    }

    [Fact]
    public void CovariatesAndDropChooseColumns()
    {
        const string Text = "id,w,y,a,b,c\np,0,1,1,2,inf\nq,1,2,5,3,1\nr,1,3,3,4,1\ns,0,4,6,5,1\n";
        Assert.Equal(["b", "a"], Load(Text, Roles with { Covariates = ["b", "a"] }).Data.Covariates.Columns.Select(c => c.Name)
            .OrderDescending());
        LoadedData dropped = Load(Text, Roles with { Drop = ["a", "c"] });
        Assert.Equal(["b"], dropped.Data.Covariates.Columns.Select(c => c.Name));
        Assert.Equal(["id", "w", "y", "b"], dropped.Table.Columns.Select(c => c.Name));
        Assert.Equal(["w", "y", "b"], dropped.ModelledTable.Columns.Select(c => c.Name));
        Assert.Contains(dropped.Warnings, w => w.Contains("identifiers", StringComparison.Ordinal));
        AssertRefused(Text, Roles with { Covariates = ["id"] }, 
            "column 'id' cannot be a covariate: an identifier: its text differs in nearly every row");
    }

    [Fact]
    public void WhatIsOddIsAllowedWithAWarning() // 33, 36, 37
    {
        string text = "w,y,x,twin,sep,copy\n0,1,3,3,1.5,2\n0,1,4,4,2,2\n1,5,5,5,7,10\n1,4,1,1,9,8\n0,1,2,2,3,2\n";
        IReadOnlyList<string> warnings = Load(text, Roles).Warnings;
        Assert.Contains(warnings, w => w.StartsWith("The outcome is the same in all rows of an arm: '0'", StringComparison.Ordinal));
        Assert.Contains(warnings, w => w.StartsWith("'sep' says which arm a row is in", StringComparison.Ordinal));
        Assert.Contains(warnings, w => w.StartsWith("'copy' says which arm a row is in", StringComparison.Ordinal));
        Assert.Contains(warnings, w => w.StartsWith("'twin' has the same values as 'x'", StringComparison.Ordinal));
        Assert.Contains(warnings, w => w.StartsWith("'copy' follows the outcome closely (correlation 1.000)", StringComparison.Ordinal));
    }

    [Fact]
    public void ATwoLevelOutcomeIsZeroAndOne()
    {
        LoadedData data = Load("w,y,x\n0,dead,1\n1,alive,2\n0,alive,3\n1,dead,4\n", Roles);
        Assert.True(data.Data.IsBinaryOutcome);
        Assert.Equal([1.0, 0, 0, 1], data.Data.Outcome);
        Assert.Contains(data.Notes, note => note.Contains("the event is 'dead' (2 of 4 rows)", StringComparison.Ordinal));
    }

    [Fact]
    public void ASchemaDecidesTypesLevelsAndRoles()
    {
        string schema = Write("s.yaml", """
            columns:
              - { name: arm, type: binary, role: treatment, levels: [new, old] }
              - { name: y, role: outcome }
              - { name: zip, type: categorical }
              - { name: score, type: continuous, decimals: 1 }
              - { name: wt, role: weight }
              - { name: extra, role: ignored }
            """);
        const string Text = "arm,y,zip,score,wt,extra,free\nold,1,1,1,5,inf,3\nnew,2,2,2,6,2,4\nold,3,3,3,7,3,5\nnew,4,2,4,8,4,5\n";
        LoadedData data = Load(Text, new LoadOptions { SchemaPath = schema });
        Assert.Equal(["new", "old"], data.Data.TreatmentSpace.Levels);
        Assert.Equal([1, 0, 1, 0], data.Data.Treatment);
        Assert.Equal(["zip", "score", "free"], data.Data.Covariates.Columns.Select(c => c.Name));
        Assert.Equal(["1", "2", "3"], Assert.IsType<CategoricalColumn>(data.Table["zip"]).Levels);
        Assert.Equal(1, Assert.IsType<ContinuousColumn>(data.Table["score"]).Decimals);
        Assert.Equal(ColumnRole.Weight, data.Schema.Find("wt")!.Role);

        LoadedData other = Load(Text, new LoadOptions { SchemaPath = schema, Outcome = "score" });
        Assert.Contains(other.Warnings, w => w.Contains("schema's outcome is replaced", StringComparison.Ordinal));
        Assert.Equal([1.0, 2, 3, 4], other.Data.Outcome);
        Assert.DoesNotContain("y", other.Data.Covariates.Columns.Select(c => c.Name));
    }

    [Theory]
    [InlineData("{ name: x, type: integer }", "row 2 (line 3), column 'x': '4.5' is not a whole number")]
    [InlineData("{ name: t, type: continuous }", "row 1 (line 2), column 't': 'p' is not a number, but the column is declared continuous")]
    [InlineData("{ name: x, type: binary }", "column 'x' is declared binary but has 4 levels: '3', '4.5', '5', '6'")]
    [InlineData("{ name: k, type: binary }", "column 'k' is declared binary but has 1 level")]
    [InlineData("{ name: t, levels: [p, q] }", "row 3 (line 4), column 't': 'r' is not one of the levels 'p', 'q'")]
    [InlineData("{ name: x, type: continuous, max: 5.5 }", "row 4 (line 5), column 'x': '6' is above the declared maximum 5.5")]
    [InlineData("{ name: X, type: integer }", "there is no column 'X'. Did you mean 'x'?")]
    public void ValuesThatDoNotFitTheSchemaAreRefused(string column, string expected)
    {
        string schema = Write("s.yaml", "columns:\n  - " + column + "\n");
        AssertRefused("w,y,x,t,k\n0,1,3,p,1\n1,2,4.5,q,1\n0,3,5,r,1\n1,5,6,q,1\n", Roles with { SchemaPath = schema }, expected);
    }

    [Fact]
    public void ASecondFileIsReadAsTheFirst()
    {
        LoadedData real = Load("id,w,y,site,x,n\np,b,1,A,1.5,3\nq,a,2,B,2.5,4\nr,b,3,C,2,5\ns,a,4,A,3,6\n", Roles with { Reference = "a" });
        LoadedData synthetic = DataLoader.LoadLike(
            Write("synth.csv", "n;site;extra;w;y;x\n3;A;z;a;2;1\n4;A;z;b;3;2\n3;A;z;a;1;1\n4;B;z;b;2;2\n"), real);
        Assert.Equal(["w", "y", "site", "x", "n"], synthetic.Table.Columns.Select(c => c.Name));
        Assert.Equal(real.ModelledTable.Columns.Select(c => c.Type), synthetic.Table.Columns.Select(c => c.Type));
        Assert.Equal(["A", "B", "C"], Assert.IsType<CategoricalColumn>(synthetic.Table["site"]).Levels);
        Assert.Equal([0, 1, 0, 1], synthetic.Data.Treatment);
        Assert.Equal(1, Assert.IsType<ContinuousColumn>(synthetic.Table["x"]).Decimals);

        AssertLikeRefused(real, "w,y,site,x,n\na,1,A,1,3\nb,1,D,1,3\na,1,A,1,3\nb,1,A,1,3\n",
            "row 2 (line 3), column 'site': 'D' is not one of the levels 'A', 'B', 'C'"); // 28
        AssertLikeRefused(real, "w,y,site,x\na,1,A,1\nb,1,A,1\na,1,A,1\nb,1,A,1\n", "there is no column 'n'");
        AssertLikeRefused(real, "w,y,site,x,n\na,1,A,1,3\na,1,A,1,3\na,1,A,1,3\na,1,A,1,3\n", "has one level");
        AssertLikeRefused(real, "w,y,site,x,n\na,1,A,1,three\nb,1,A,1,3\na,1,A,1,3\nb,1,A,1,3\n",
            "row 1 (line 2), column 'n': 'three' is not a number");

        LoadedData fractions = DataLoader.LoadLike(
            Write("synth.csv", "w,y,site,x,n\na,1,A,1,3.5\nb,1,A,1,3\na,1,A,1,3\nb,1,A,1,3\n"), real);
        Assert.Contains(fractions.Warnings, w => w.StartsWith("Fractions where", StringComparison.Ordinal));
        Assert.Equal(3.5, fractions.Data.Covariates["n"].NumberAt(0));
    }

    [Fact]
    public void TheOutcomesLevelsAreThoseOfTheFirstFile()
    {
        LoadedData real = Load("w,y,x\n1,0,1\n0,1,2\n1,1,3\n0,0,4\n", Roles);
        AssertLikeRefused(real, "w,y,x\n1,0,1\n0,0.7,2\n1,1,3\n0,0,4\n",
            "row 2 (line 3), column 'y': '0.7' is not one of the levels '0', '1'");
        LoadedData constant = DataLoader.LoadLike(Write("synth.csv", "w,y,x\n1,0,1\n0,0.0,2\n1,0,3\n0,0,4\n"), real);
        Assert.Equal([0.0, 0, 0, 0], constant.Data.Outcome);
    }

    [Fact]
    public void ATableFromAModelIsSplitAsTheData()
    {
        CausalData real = Load("w,y,x\nb,0,1\na,1,2\nb,1,3\na,0,4\n", Roles with { Reference = "a" }).Data;
        Table drawn = new([new IntegerColumn("x", [9, 9, 9, 9]), new BinaryColumn("y", [0, 1, 0, 0], ["1", "0"]),
            new CategoricalColumn("w", [0, 1, 1, 0], ["b", "a"])]);
        CausalData like = real.Like(drawn);
        Assert.Equal([1, 0, 0, 1], like.Treatment);
        Assert.Equal([1.0, 0, 1, 1], like.Outcome);
        Assert.Throws<CausalLoomException>(() => real.Like(drawn.Without("w").With(new CategoricalColumn("w", [0, 1, 1, 0], ["c", "a"]))));
    }

    [Fact]
    public void InspectingDemandsNoRoles()
    {
        LoadedTable table = DataLoader.Read(Write("d.csv", "w,x,empty\na,1,\nb,2,\nc,3,\nc,5,\n"), new LoadOptions { Drop = ["x"] });
        TableSummary summary = TableSummary.Of(table.Table, table.Schema);
        Assert.Equal(["w", "x", "empty"], summary.Columns.Select(c => c.Name));
        Assert.Equal([ColumnRole.Covariate, ColumnRole.Ignored, ColumnRole.Ignored], summary.Columns.Select(c => c.Role));
        Assert.Equal(4, summary.Columns[2].Missing);
        Assert.Equal(("c", 2), summary.Columns[0].TopLevels[0]);
    }

    [Fact]
    public void TheTableHoldsTheArmsAsTheyAreStudied()
    {
        string schema = Write("s.yaml", "columns:\n  - { name: w, type: categorical }\n");
        LoadedData data = Load("w,y,x\ntreated,0,1\ncontrol,1,2\ncontrol,1,3\ntreated,0,4\n", Roles with { SchemaPath = schema });
        BinaryColumn arms = Assert.IsType<BinaryColumn>(data.Table["w"]);
        Assert.Equal(["control", "treated"], arms.Levels);
        Assert.Equal(data.Data.Treatment, arms.Codes);
        Assert.Equal(["treated", "control", "control", "treated"], Enumerable.Range(0, 4).Select(arms.TextAt));
    }

    [Fact]
    public void ASchemaThatWasWrittenReadsTheSameTable()
    {
        const string Text = "w,y,x,t,id,empty\nuntreated,1.25,3,a,p,\ntreated,2,4,b,q,\nuntreated,3,5,c,r,\ntreated,4,5,c,s,\n";
        LoadedData first = Load(Text, Roles);
        LoadedData second = Load(Text, new LoadOptions { SchemaPath = Write("s.yaml", first.Schema.ToYaml()) });
        Assert.Equal(first.Schema.Columns.Select(c => (c.Name, c.Type, c.Role, c.Decimals)),
            second.Schema.Columns.Select(c => (c.Name, c.Type, c.Role, c.Decimals)));
        Assert.Equal(first.Data.TreatmentSpace.Levels, second.Data.TreatmentSpace.Levels);
        Assert.Equal(first.Data.Treatment, second.Data.Treatment);
        Assert.Equal(first.Data.Covariates.Columns.Select(c => c.Name), second.Data.Covariates.Columns.Select(c => c.Name));
    }

    [Fact]
    public void TheSummaryHasTheMomentsAndTopLevels()
    {
        LoadedData data = Load("w,y,x,t\n0,1,2,a\n1,2,4,b\n0,3,,b\n1,4,9,c\n", Roles);
        TableSummary summary = TableSummary.Of(data.Table, data.Schema);
        ColumnSummary x = summary.Columns[2], t = summary.Columns[3];
        Assert.Equal((4, 1, 3, 2.0, 9.0, 5.0), (summary.Rows, x.Missing, x.Distinct, x.Minimum, x.Maximum, x.Mean));
        Assert.Equal(Math.Sqrt(26.0 / 3), x.Sd, 14);
        Assert.Equal([("b", 2), ("a", 1), ("c", 1)], t.TopLevels);
        Assert.True(double.IsNaN(t.Mean));
        Assert.Equal((ColumnRole.Treatment, 0.5), (summary.Columns[0].Role, summary.Columns[0].Mean));
    }

    private static LoadOptions Roles { get; } = new() { Treatment = "w", Outcome = "y" };

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private LoadedData Load(string text, LoadOptions options) => DataLoader.Load(Write("d.csv", text), options);

    private void AssertRefused(string text, LoadOptions options, string expected)
    {
        CausalLoomException error = Assert.Throws<CausalLoomException>(() => Load(text, options));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    private void AssertLikeRefused(LoadedData real, string text, string expected)
    {
        string path = Write("synth.csv", text);
        CausalLoomException error = Assert.Throws<CausalLoomException>(() => DataLoader.LoadLike(path, real));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
