namespace CausalLoom.Benchmarks;

/// <summary>The products that are timed: those of tabular networks, with what is demanded of each group.</summary>
internal static class GemmSizes
{
    /// <summary>The products over which the mean against OpenBLAS is taken.</summary>
    public static (int M, int N, int K)[] Standard { get; } =
    [
        (100, 200, 25), (100, 100, 100), (100, 128, 128), (100, 200, 200), (100, 100, 200), (100, 256, 256), (100, 300, 300),
            (100, 512, 512),
        (128, 200, 25), (128, 100, 100), (128, 128, 128), (128, 200, 200), (128, 100, 200), (128, 256, 256), (128, 300, 300),
            (128, 512, 512),
        (500, 200, 25), (500, 100, 100), (500, 128, 128), (500, 200, 200), (500, 100, 200), (500, 256, 256), (500, 300, 300),
            (500, 512, 512),
        (50, 256, 1500), (2560, 512, 128), (512, 512, 512), (1024, 1024, 1024), (2048, 2048, 2048),
    ];

    /// <summary>Narrow layers, attention, single rows and columns, outer products: reported, outside the mean.</summary>
    public static (int M, int N, int K)[] Small { get; } =
    [
        (100, 1, 100), (1, 100, 100), (1, 256, 256), (100, 100, 1), (40, 40, 32), (40, 32, 40), (8, 128, 128), (1000, 32, 32),
            (1000, 32, 25),
    ];

    /// <summary>The groups of the table of targets: a name, the demanded and the desired share of the peak, and who belongs.</summary>
    public static (string Name, double Must, double Stretch, Func<int, int, int, bool> Holds)[] Groups { get; } =
    [
        ("m 100-500, n and k 128-512", 0.80, 0.90, (m, n, k) => m is >= 100 and <= 500 && n is >= 128 and <= 512 && k is >= 128 and <= 512),
        ("n or k 25 or 100", 0.65, 0.80, (m, n, k) => n is 25 or 100 || k is 25 or 100),
        ("cubes 512-2048", 0.75, 0.88, (m, n, k) => m == n && n == k && m >= 512),
    ];
}
