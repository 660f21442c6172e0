namespace CausalLoom.Sandbox.Penalty;

/// <summary>What a set of compromises comes to.</summary>
/// <param name="All">All points, as given.</param>
/// <param name="Points">Those that no other dominates, the best fidelity first; of equal ones the first.</param>
/// <param name="Knee">
/// The point of the front farthest from the line between its ends, both axes scaled to the front's range (Das 1999); an end where the front
/// has
/// no more than two.
/// </param>
/// <param name="Hypervolume">
/// The share, from 0 to 1, of the box between the best and the worst value of each axis over all points that the front dominates (Zitzler
/// and
/// Thiele 1999); 1 where one point is best in both.
/// </param>
public sealed record ParetoFront(IReadOnlyList<ParetoPoint> All, IReadOnlyList<ParetoPoint> Points, ParetoPoint Knee, double Hypervolume)
{
    /// <summary>The front of points.</summary>
    /// <exception cref="ArgumentException">There is none, or a number is not finite.</exception>
    public static ParetoFront Of(IReadOnlyList<ParetoPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count == 0 || points.Any(p => !double.IsFinite(p.Fidelity) || !double.IsFinite(p.Control)))
        {
            throw new ArgumentException("A Pareto front needs at least one point, and finite ones.", nameof(points));
        }

        List<ParetoPoint> front = [];
        foreach (ParetoPoint point in points.OrderBy(p => p.Fidelity).ThenBy(p => p.Control))
        {
            if (front.Count == 0 || point.Control < front[^1].Control)
            {
                front.Add(point);
            }
        }

        return new ParetoFront(points, front, KneeOf(front), Dominated(points, front));
    }

    private static ParetoPoint KneeOf(List<ParetoPoint> front)
    {
        ParetoPoint first = front[0], last = front[^1];
        double width = last.Fidelity - first.Fidelity, height = first.Control - last.Control;
        return width > 0 && height > 0

            // Scaled, the ends are (0, 1) and (1, 0): the distance to their line is (1 − x − y)/√2.
            ? front.MaxBy(p => 1 - ((p.Fidelity - first.Fidelity) / width) - ((p.Control - last.Control) / height))
            : first;
    }

    private static double Dominated(IReadOnlyList<ParetoPoint> points, List<ParetoPoint> front)
    {
        double worstFidelity = points.Max(p => p.Fidelity), worstControl = points.Max(p => p.Control);
        double box = (worstFidelity - front[0].Fidelity) * (worstControl - front[^1].Control);
        if (box <= 0)
        {
            return 1;
        }

        double area = 0;
        for (int k = 0; k < front.Count; k++)
        {
            double next = k + 1 < front.Count ? front[k + 1].Fidelity : worstFidelity;
            area += (next - front[k].Fidelity) * (worstControl - front[k].Control);
        }

        return area / box;
    }
}
