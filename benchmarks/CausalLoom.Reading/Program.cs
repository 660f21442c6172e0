using System.Diagnostics;
using System.Globalization;
using System.Text;
using CausalLoom.Data;
using CausalLoom.Jobs;
using CausalLoom.Numerics.Random;
using CausalLoom.Rules;
using nietras.SeparatedValues;

// Reads one CSV of full-precision numbers, by bytes alone, by Sep with every cell parsed, by our reader, and as `inspect` does: CPU seconds
// of the process, each the least of some rounds, all in one run. Arguments: rows (300000), rounds (3).
int rows = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 300_000;
int rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
string path = Path.Combine(Directory.CreateTempSubdirectory("loom reading ").FullName, "numbers.csv");
Write(path, rows, 30);
Console.WriteLine(FormattableString.Invariant($"{rows} rows, 30 columns, {new FileInfo(path).Length / 1e6:0} MB"));
Measure("bytes alone", () =>
{
    byte[] buffer = new byte[1 << 18];
    using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
    while (file.Read(buffer) > 0)
    {
    }
});
Measure("Sep, every cell a double", () =>
{
    using SepReader reader = Sep.Reader().FromFile(path);
    double sum = 0;
    foreach (SepReader.Row row in reader)
    {
        for (int j = 0; j < row.ColCount; j++)
        {
            sum += row[j].Parse<double>();
        }
    }
});
Measure("CsvTable.Read: types, missing codes, checks", () => CsvTable.Read(path));
Table table = CsvTable.Read(path).Table;
Measure("rules between columns of that table", () => RuleFinder.Find(table));
foreach (string format in (string[])["csv", "csv.gz", "parquet", "arrow", "xpt", "json"])
{
    string copy = Path.Combine(Path.GetDirectoryName(path)!, "copy." + format);
    Measure($"{format}: written", () => TableFileWriter.Write(copy, table));
    Measure($"{format}: read", () => TableFile.Read(copy, new CsvOptions()));
}

Measure("inspect: that, and a summary of each column", () =>
    new InspectJob { Data = new DataFile(path, new LoadOptions()) }.Run(new JobContext { Threads = 1 }));
Console.WriteLine(FormattableString.Invariant($"largest working set {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:0} MB"));
Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

void Measure(string what, Action work)
{
    double least = double.PositiveInfinity;
    for (int round = 0; round < rounds; round++)
    {
        double before = Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;
        work();
        least = Math.Min(least, Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds - before);
    }

    Console.WriteLine(FormattableString.Invariant($"{what,-46} {least:0.00} s"));
}

static void Write(string path, int rows, int columns)
{
    RandomStream stream = RandomStream.Of(1);
    using StreamWriter file = new(path, append: false, new UTF8Encoding(false), 1 << 16);
    file.Write(string.Join(',', Enumerable.Range(0, columns).Select(j => FormattableString.Invariant($"x{j}"))) + "\n");
    for (int i = 0; i < rows; i++)
    {
        for (int j = 0; j < columns; j++)
        {
            file.Write(j == columns - 1 ? (i % 2).ToString(CultureInfo.InvariantCulture)
                : stream.NextNormal().ToString("R", CultureInfo.InvariantCulture));
            file.Write(j == columns - 1 ? '\n' : ',');
        }
    }
}
