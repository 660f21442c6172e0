using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Expressions;
using CausalLoom.Synthesis;

namespace CausalLoom.Benchmarks;

/// <summary>
/// One sandbox of a table, its CPU seconds, and rows with both potential outcomes for a scorer that knows nothing of the model.
/// </summary>
internal static class SandboxPeer
{
    private const string Shape = "tanh(scale(X_uniform))";

    public static void Run(string way, string table, string rowsPath, string truthPath, int count, int seed, string kappa)
    {
        CausalData real = DataLoader.Load(table, new LoadOptions { Treatment = "T", Outcome = "Y" }).Data;
        (string kappa0, string kappa1) = kappa == "constant" ? ("0.08", "0.08") : ($"0.08 * {Shape}", $"-0.08 * {Shape}");
        FitContext context = FitContext.ForSeed(seed, 1);
        SandboxKnobs knobs = new KnobTexts($"0.1 + 0.05 * {Shape}", kappa0, kappa1, "X_bin").Bind(real, context.Child("knobs"));
        double start = ThreadClock.Seconds();
        ISandboxModel model = SandboxWay.Fit(way, real, knobs, context.Child("fit"));
        double fitted = ThreadClock.Seconds();
        using StreamWriter rows = new(rowsPath), truth = new(truthPath);
        truth.Write("y0,y1\n");
        double drawing = 0;
        bool headed = false;
        foreach (SyntheticData block in Blocks())
        {
            rows.Write(headed ? string.Empty : string.Join(',', block.Table.Columns.Select(c => c.Name)) + "\n");
            headed = true;
            for (int i = 0; i < block.Table.Rows; i++)
            {
                rows.Write(string.Join(',', block.Table.Columns.Select(c => c.TextAt(i))) + "\n");
                truth.Write(string.Create(CultureInfo.InvariantCulture,
                    $"{block.Truth!.PotentialOutcomes[0][i]},{block.Truth.PotentialOutcomes[1][i]}\n"));
            }
        }

        Console.WriteLine(
            FormattableString.Invariant($"{way} seed {seed} fit_cpu_seconds {fitted - start:0.00} draw_cpu_seconds {drawing:0.00}"));

        IEnumerable<SyntheticData> Blocks()
        {
            using IEnumerator<SyntheticData> blocks = DrawnBlocks.Of(model, count, context.Stream.Child("sample")).GetEnumerator();
            for (; ; )
            {
                double before = ThreadClock.Seconds();
                bool more = blocks.MoveNext();
                drawing += ThreadClock.Seconds() - before;
                if (!more)
                {
                    yield break;
                }

                yield return blocks.Current;
            }
        }
    }
}
