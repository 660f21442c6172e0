namespace CausalLoom.Overlap;

/// <summary>
/// Which treatment an added row has is decided by the extreme row it stands beside; this says where its outcome comes from.
/// </summary>
public enum AugmentVariant
{
    /// <summary>The donor had that treatment and keeps the outcome it had (`pair.py` of arXiv 2511.00318).</summary>
    Pair,

    /// <summary>Drawn from an outcome model fitted to the donor pool; the donor's own arm and outcome are not used.</summary>
    Hybrid,

    /// <summary>Drawn from an outcome model fitted to the original rows: carries no new information.</summary>
    Self,

    /// <summary>As <see cref="Hybrid"/>, after a share of the pool's outcomes was flipped: a sensitivity analysis.</summary>
    Flip,
}
