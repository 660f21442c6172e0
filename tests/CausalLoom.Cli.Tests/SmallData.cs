using System.Globalization;
using System.Text;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Cli.Tests;

/// <summary>Small well-formed data to spoil in one way at a time.</summary>
internal static class SmallData
{
    /// <summary>Columns x1 (real), x2 (0–4), site (a/b/c), w, y.</summary>
    public static string Csv(int rows = 80, string separator = ",", Func<int, int, string>? treatment = null,
        Func<int, int, double, string>? outcome = null, (string Name, Func<int, string> Value)? extra = null)
    {
        RandomStream stream = RandomStream.Of(5).Child("small data");
        StringBuilder text = new();
        List<string> head = ["x1", "x2", "site", "w", "y"];
        if (extra is { } e)
        {
            head.Insert(0, e.Name);
        }

        text.AppendJoin(separator, head).Append('\n');
        for (int i = 0; i < rows; i++)
        {
            double x1 = Math.Round(stream.NextNormal(), 3);
            int x2 = stream.NextInt(5), w = stream.NextBernoulli(1 / (1 + Math.Exp(-x1))) ? 1 : 0;
            w = i < 4 ? i % 2 : w;
            double y = Math.Round(x1 + (0.5 * x2) + w + stream.NextNormal(), 3);
            List<string> cells = [Number(x1), Number(x2), "abc"[stream.NextInt(3)].ToString(), treatment?.Invoke(i, w) ?? Number(w),
                outcome?.Invoke(i, w, y) ?? Number(y)];
            if (extra is { } more)
            {
                cells.Insert(0, more.Value(i));
            }

            text.AppendJoin(separator, cells).Append('\n');
        }

        return text.ToString();
    }

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
