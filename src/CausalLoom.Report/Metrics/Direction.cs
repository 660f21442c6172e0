namespace CausalLoom.Report.Metrics;

/// <summary>Which values of a metric are better.</summary>
internal enum Direction
{
    Higher,
    Lower,
    NearHalf,
    NearOne,
    NearZero,
    NearReal,
    None,
}
