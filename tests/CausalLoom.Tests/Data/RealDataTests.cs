using CausalLoom.Data;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Tests.Data;

/// <summary>Real files against figures that were computed elsewhere (the data folder's own README).</summary>
public sealed class RealDataTests
{
    [Theory]
    [InlineData("actg175.csv", "treat", "cd420", 2139, 27, 1607, 46.810)]
    [InlineData("ihdp_npci_1.csv", "treatment", "y_factual", 747, 30, 139, 4.021)]
    [InlineData("acic2016_1.csv", "z", "y", 4802, 64, 858, 3.582)]
    [InlineData("lalonde_nsw.csv", "treat", "re78", 722, 9, 297, 886.3)]
    [InlineData("lalonde_dw_psid1.csv", "treat", "re78", 2675, 10, 185, -15204.8)]
    [InlineData("jobs_nsw_psid.csv", "treat", "re78", 3212, 10, 297, -13177.2)]
    [InlineData("pension_401k.csv", "e401", "net_tfa", 9915, 14, 3682, 19559.3)]
    [InlineData("nhefs.csv", "qsmk", "death", 1629, 64, 428, 0.058)]
    [InlineData("gbsg.csv", "hormon", "rfstime", 686, 11, 246, 180.6)]
    public void NaiveDifferencesAreThosePublished(string file, string treatment, string outcome, int rows, int columns, int treated,
        double difference)
    {
        LoadedData data = DataLoader.Load(SharedData.Find(file), new LoadOptions { Treatment = treatment, Outcome = outcome });
        Assert.Equal(rows, data.Table.Rows);
        Assert.Equal(columns, data.Schema.Columns.Count);
        Assert.Equal(treated, data.Data.Treated);
        double[] sums = new double[2];
        for (int i = 0; i < rows; i++)
        {
            sums[data.Data.Treatment[i]] += data.Data.Outcome[i];
        }

        Assert.Equal(difference, (sums[1] / treated) - (sums[0] / (rows - treated)), Math.Abs(difference) < 1 ? 5e-4
            : Math.Abs(difference) < 100 ? 5e-4 : 0.05);
    }

    [Fact]
    public void AcicHasEightyTwoRawFeatures()
    {
        LoadedData data = DataLoader.Load(SharedData.Find("acic2016_1.csv"), new LoadOptions
            { Treatment = "z", Outcome = "y", Drop = ["y0", "y1", "mu0", "mu1"] });
        Assert.Equal(58, data.Data.Covariates.Columns.Count);
        Assert.Equal(["x_2", "x_21", "x_24"], data.Data.Covariates.Columns.Where(c => c.Type == ColumnType.Categorical)
            .Select(c => c.Name));
        (FeatureEncoder encoder, Matrix features) = FeatureEncoder.FitEncode(data.Data.Covariates, FeatureOptions.Raw);
        Assert.Equal(82, encoder.Width);
        Assert.Equal(29, features[0, 0]);
        Assert.Equal(1, features[0, encoder.FeatureNames.ToList().IndexOf("x_2=C")]);
    }

    [Fact]
    public void TypesAreAsDescribed()
    {
        Table ihdp = CsvTable.Read(SharedData.Find("ihdp_npci_1.csv")).Table;
        Assert.Equal(19, ihdp.Columns.Count(c => c.Type == ColumnType.Binary && c.Name.StartsWith('x')));
        Assert.Equal(["1", "2"], ((BinaryColumn)ihdp["x14"]).Levels);

        CsvTable actg = CsvTable.Read(SharedData.Find("actg175.csv"));
        Assert.Equal(797, actg.Table["cd496"].MissingCount);
        Assert.Contains(actg.Notes, note => note.StartsWith("Constant: 'zprior'", StringComparison.Ordinal));
        Assert.Equal(ColumnType.Integer, actg.Table["arms"].Type);
        Assert.Equal(5, ((ContinuousColumn)actg.Table["wtkg"]).Decimals);
    }

    [Theory]
    [InlineData("nhefs.csv", "qsmk", "wt82_71", "missing in 63 of 1629 rows")]
    [InlineData("nhefs.csv", "age", "smokeintensity", "arms are at most 20")]
    [InlineData("card.csv", "educ", "lwage", "has 1 row of '1'; each arm needs at least 2")]
    public void WhatCannotBeStudiedIsRefused(string file, string treatment, string outcome, string expected)
    {
        string path = SharedData.Find(file);
        CausalLoomException error = Assert.Throws<CausalLoomException>(() =>
            DataLoader.Load(path, new LoadOptions { Treatment = treatment, Outcome = outcome }));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("penn_bonus.csv", "tg", "inuidur1", null, new[] { "0", "1", "2", "3", "4", "5", "6" })]
    [InlineData("colon.csv", "rx", "time", null, new[] { "Obs", "Lev", "Lev+5FU" })]
    [InlineData("colon.csv", "rx", "time", "Lev", new[] { "Lev", "Lev+5FU", "Obs" })]
    [InlineData("actg175.csv", "arms", "cd420", "2", new[] { "2", "0", "1", "3" })]
    public void ATreatmentOfManyLevelsIsReadWithItsReferenceFirst(
        string file, string treatment, string outcome, string? reference, string[] levels)
    {
        CausalData data = DataLoader.Load(
            SharedData.Find(file), new LoadOptions { Treatment = treatment, Outcome = outcome, Reference = reference }).Data;
        Assert.Equal(levels, data.TreatmentSpace.Levels);
        Assert.Equal(data.Rows, Enumerable.Range(0, levels.Length).Sum(data.Treatment.CountOf));
    }

    [Fact]
    public void EveryFileIsReadBackAsItWasWritten()
    {
        foreach (string path in Directory.GetFiles(Path.GetDirectoryName(SharedData.Find("actg175.csv"))!, "*.csv"))
        {
            Table table = CsvTable.Read(path).Table;
            using MemoryStream written = new();
            CsvTableWriter.Write(written, table);
            written.Position = 0;
            Table again = CsvTable.Read(written, path).Table;
            foreach ((Column e, Column a) in table.Columns.Zip(again.Columns))
            {
                Assert.Equal((e.Name, e.Type, (e as ContinuousColumn)?.Decimals), (a.Name, a.Type, (a as ContinuousColumn)?.Decimals));
                Assert.Equal(e.ToNumbers(), a.ToNumbers());
            }
        }
    }
}
