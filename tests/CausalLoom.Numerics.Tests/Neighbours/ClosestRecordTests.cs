using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neighbours;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Statistics;

namespace CausalLoom.Numerics.Tests.Neighbours;

public sealed class ClosestRecordTests
{
    [Fact]
    public void DistancesAreInStandardDeviationsOfTheRecords()
    {
        // Standard deviations 2 and 1 (a constant column keeps its scale).
        Matrix records = Rows([[1, 7], [3, 7], [5, 7]]);
        ClosestRecord closest = new(records);
        Assert.Equal([0, 0.5, Math.Sqrt(1 + 4)], closest.Distances(Rows([[3, 7], [4, 7], [-1, 9]])));
    }

    [Fact]
    public void TheyAreThoseOfAllPairs()
    {
        Matrix records = Normal(200, 5, "records"), rows = Normal(80, 5, "rows");
        double[] sd = [.. Enumerable.Range(0, 5).Select(j => Sd(records.Column(j)))];
        double[] expected = [.. Enumerable.Range(0, 80).Select(i => Enumerable.Range(0, 200).Min(r =>
            Math.Sqrt(Enumerable.Range(0, 5).Sum(j => Math.Pow((rows[i, j] - records[r, j]) / sd[j], 2)))))];
        double[] found = new ClosestRecord(records).Distances(rows, threads: 3);
        Assert.All(found.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 12));
    }

    [Fact]
    public void CopiesAreAtDistanceZeroAndSavedRecordsGiveTheSameBits()
    {
        Matrix records = Normal(60, 4, "records"), rows = Normal(30, 4, "rows");
        ClosestRecord closest = new(records);
        Assert.All(closest.Distances(records), d => Assert.Equal(0, d));
        ClosestRecord again = new(new ColumnScaling(closest.Scaling.Shift, closest.Scaling.Scale), closest.Records);
        Assert.Equal(closest.Distances(rows), again.Distances(rows));
    }

    [Fact]
    public void AShareCountsWhatIsStrictlyBelow() => Assert.Equal(0.5, ClosestRecord.ShareBelow([1, 2, 2, 0.5], 2));

    private static double Sd(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }

    private static Matrix Normal(int rows, int columns, string name)
    {
        double[] values = new double[rows * columns];
        RandomStream.Of(5).Child(name).FillNormal(values);
        Matrix matrix = new(rows, columns);
        values.CopyTo(matrix.Data.AsSpan());
        return matrix;
    }

    private static Matrix Rows(double[][] values)
    {
        Matrix matrix = new(values.Length, values[0].Length);
        for (int i = 0; i < values.Length; i++)
        {
            values[i].CopyTo(matrix.Row(i));
        }

        return matrix;
    }
}
