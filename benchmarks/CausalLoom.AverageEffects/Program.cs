using CausalLoom.Benchmarks;

// What a replicate of a study costs, by parts, and the four estimators on files that a peer reads too (tools/peers/average_effects).
switch (args)
{
    case ["parts", ..]:
        ReplicateParts.Run(args.Length > 1 ? args[1] : "linear");
        return 0;
    case ["draw", var folder, var count]:
        EstimatorRuns.Draw(folder, count);
        return 0;
    case ["estimate", var folder, var setting]:
        EstimatorRuns.Estimate(folder, setting);
        return 0;
    default:
        Console.Error.WriteLine("Usage: CausalLoom.AverageEffects parts [NUISANCE] | draw FOLDER REPLICATES | estimate "
            + "FOLDER paper|forest|linear");
        return 2;
}
