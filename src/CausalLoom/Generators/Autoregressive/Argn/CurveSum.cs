namespace CausalLoom.Generators.Autoregressive.Argn;

/// <summary>The training curve of a model that is the sum of networks trained apart.</summary>
internal static class CurveSum
{
    /// <summary>Sums over networks, in means over the members of each; a network that has stopped keeps its last losses.</summary>
    internal static IReadOnlyList<TrainingPoint> Of(List<TrainingPoint>[] curves, int members)
    {
        List<TrainingPoint> longest = curves.MaxBy(c => c.Count) ?? [];
        List<TrainingPoint> sum = [];
        for (int e = 0; e < longest.Count; e++)
        {
            double training = 0, validation = 0;
            foreach (List<TrainingPoint> curve in curves)
            {
                TrainingPoint point = curve[Math.Min(e, curve.Count - 1)];
                training += point.Training / members;
                validation += point.Validation / members;
            }

            sum.Add(new TrainingPoint(longest[e].Epoch, training, validation));
        }

        return sum;
    }
}
