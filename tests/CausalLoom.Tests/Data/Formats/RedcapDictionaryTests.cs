using System.Globalization;
using CausalLoom.Data;

namespace CausalLoom.Tests.Data.Formats;

public sealed class RedcapDictionaryTests : IDisposable
{
    private const string Head = "field_name,field_type,field_label,select_choices_or_calculations\n";
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private static string Fixture => Path.Combine(AppContext.BaseDirectory, "Fixtures", "Formats", "redcap.csv");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void FieldsBecomeColumnsWithTypesRangesLevelsAndLabels()
    {
        Schema schema = Schema.Read(Fixture);
        Assert.Equal(["record_id", "name", "dob", "arm", "age", "weight", "smoke", "sym___1", "sym____2", "sym___a", "seen", "well",
            "pain", "y"], schema.Columns.Select(c => c.Name));
        Assert.Equal(ColumnRole.Id, schema.Find("name")!.Role);
        ColumnSchema dob = schema.Find("dob")!, arm = schema.Find("arm")!, age = schema.Find("age")!, smoke = schema.Find("smoke")!;
        Assert.Equal(("yyyy-MM-dd", -14610.0, null), (dob.Form!.Pattern, dob.Minimum, dob.Maximum));
        Assert.Equal((ColumnType.Binary, "Arm given", "Active, 10 mg"), (arm.Type, arm.Label, arm.LevelLabels!["1"]));
        Assert.Equal((ColumnType.Integer, 18.0, 110.0), (age.Type, age.Minimum, age.Maximum));
        Assert.Equal((ColumnType.Continuous, 1), (schema.Find("weight")!.Type, schema.Find("weight")!.Decimals));
        Assert.Equal(["1", "2", "3", "4"], smoke.Levels!);
        Assert.Equal(["-99"], smoke.Missing!);
        Assert.Equal(("Symptoms: Fever", "Checked"), (schema.Find("sym____2")!.Label, schema.Find("sym____2")!.LevelLabels!["1"]));
        Assert.Equal(("yyyy-MM-dd HH:mm:ss", "Yes", 100.0),
            (schema.Find("seen")!.Form!.Pattern, schema.Find("well")!.LevelLabels!["1"], schema.Find("pain")!.Maximum));
        Assert.Null(schema.Find("y")!.Type);
    }

    [Fact]
    public void AnExportIsReadByItAlsoWithoutItsIdentifiers()
    {
        string path = Path.Combine(_folder, "export.csv");
        IEnumerable<string> rows = Enumerable.Range(1, 20).Select(i => string.Create(CultureInfo.InvariantCulture,
            $"{i},19{i + 40}-03-0{(i % 9) + 1},{i % 2},{i + 20},{i + 50}.5,{(i == 3 ? -99 : (i % 4) + 1)},{i % 2},0,1,{i * 3}"));
        File.WriteAllLines(path, ["record_id,dob,arm,age,weight,smoke,sym___1,sym____2,sym___a,y", .. rows]);
        LoadedData loaded = DataLoader.Load(path, new LoadOptions { SchemaPath = Fixture, Treatment = "arm", Outcome = "y" });
        Assert.Equal(1, loaded.ModelledTable["smoke"].MissingCount);
        Assert.Equal(["1", "2", "3", "4"], ((DiscreteColumn)loaded.ModelledTable["smoke"]).Levels);
        Assert.Equal("Weight", loaded.Schema.Find("weight")!.Label);

        // A role is asked of the file: the treatment must be there.
        string message = Assert.Throws<CausalLoomException>(() =>
            DataLoader.Load(path, new LoadOptions { SchemaPath = Fixture, Treatment = "well", Outcome = "y" })).Message;
        Assert.Contains("there is no column 'well'", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Head + "a,radio,A,\n", "line 2, field 'a': it has no choices")]
    [InlineData(Head + "a,radio,A,\"1, x | 1, y\"\n", "the code '1' is there twice")]
    [InlineData(Head + "a,radio,A,\", x\"\n", "a choice has no code")]
    [InlineData(Head + "a,text,A,\na,text,A,\n", "line 3: the field 'a' is there twice")]
    [InlineData(Head + ",text,A,\n", "it has no name")]
    public void ABrokenDictionaryIsRefusedWithItsLine(string text, string words)
    {
        string path = Path.Combine(_folder, "dictionary.csv");
        File.WriteAllText(path, text);
        string message = Assert.Throws<CausalLoomException>(() => Schema.Read(path)).Message;
        Assert.Contains(words, message, StringComparison.Ordinal);
    }
}
