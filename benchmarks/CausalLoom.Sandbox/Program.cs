using System.Globalization;
using CausalLoom.Benchmarks;

// CPU seconds of a sandbox's parts on made-up data of given sizes, and sandboxes of a file that a peer reads too (tools/peers/causalmix).
switch (args)
{
    case ["parts", ..]:
        foreach (string size in args.Length > 1 ? args[1..] : ["1000x5", "4098x18"])
        {
            int[] shape = [.. size.Split('x').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
            SandboxParts.Run(shape[0], shape[1]);
        }

        return 0;
    case ["peer", var way, var table, var rows, var truth, var count, var seed, var kappa]:
        SandboxPeer.Run(way, table, rows, truth, int.Parse(count, CultureInfo.InvariantCulture),
            int.Parse(seed, CultureInfo.InvariantCulture), kappa);
        return 0;
    default:
        Console.Error.WriteLine($"Usage: CausalLoom.Sandbox parts [ROWSxCOLUMNS …] | peer {string.Join('|', SandboxWay.Names)} TABLE.csv "
            + $"ROWS.csv TRUTH.csv COUNT SEED constant|opposite");
        return 2;
}
