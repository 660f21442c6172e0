namespace CausalLoom.Overlap;

/// <summary>The words of the command line, study files and results for this room's choices.</summary>
public static class Words
{
    /// <summary>real, synthetic, self.</summary>
    public static string Name(this DonorOrigin origin) => origin switch
    {
        DonorOrigin.Real => "real",
        DonorOrigin.Synthetic => "synthetic",
        _ => "self",
    };

    /// <summary>pair, hybrid, self, flip.</summary>
    public static string Name(this AugmentVariant variant) => variant switch
    {
        AugmentVariant.Pair => "pair",
        AugmentVariant.Hybrid => "hybrid",
        AugmentVariant.Self => "self",
        _ => "flip",
    };

    /// <summary>fit-only, pooled, transport.</summary>
    public static string Name(this Averaging averaging) => averaging switch
    {
        Averaging.FitOnly => "fit-only",
        Averaging.Pooled => "pooled",
        _ => "transport",
    };

    /// <summary>nearest, row.</summary>
    public static string Name(this MatchOrder order) => order == MatchOrder.NearestFirst ? "nearest" : "row";
}
