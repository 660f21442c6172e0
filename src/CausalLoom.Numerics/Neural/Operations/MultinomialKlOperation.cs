using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>
/// Sum over column segments, mean over rows, of KL(q(x_s | x_t, x_0) ‖ p(x_s | x_t)) of multinomial diffusion (Hoogeboom et
/// al., "Argmax flows and multinomial diffusion", NeurIPS 2021, §4): with K levels,
/// q ∝ A_k · (ā_s [k = x_0] + (1 − ā_s)/K), A_k = a [k = x_t] + (1 − a)/K, and p the same with x_0 replaced by π = softmax(z).
/// With m_k = ā_s π_k + (1 − ā_s)/K the derivative is ∂KL/∂m_k = (p_k − q_k)/m_k. Computed in float64.
/// </summary>
internal sealed unsafe class MultinomialKlOperation : LossOperation
{
    private const int MostOnStack = 256;

    private static readonly MultinomialKlOperation Instance = new();

    public static Node Record(Tape tape, Node logits, Segment[] segments, ReadOnlySpan<int> clean, ReadOnlySpan<int> noised,
        ReadOnlySpan<double> keptBefore, ReadOnlySpan<double> stepKept)
    {
        ArgumentNullException.ThrowIfNull(segments);
        Shapes.RequireInside(segments, logits.Columns);
        Shapes.Require(clean.Length == logits.Rows * segments.Length, "There are {0} levels for {1} row-segments.", clean.Length,
            logits.Rows * segments.Length);
        Shapes.Require(noised.Length == clean.Length, "There are {0} noised levels for {1} row-segments.", noised.Length, clean.Length);
        Shapes.Require(keptBefore.Length == logits.Rows && stepKept.Length == logits.Rows, "There are {0} noise levels for {1} rows.",
            Math.Min(keptBefore.Length, stepKept.Length), logits.Rows);
        Node node = tape.Take(Instance, 1, 1);
        node.AddInput(logits);
        node.Saved.Buffer0 = tape.Arena.Take(logits.Length);
        new Span<float>(node.Saved.Buffer0, logits.Length).Clear();
        int widest = Widest(segments);
        Span<double> scratch = widest <= MostOnStack ? stackalloc double[3 * MostOnStack] : new double[3 * widest];
        double sum = 0;
        for (int row = 0, at = 0; row < logits.Rows; row++)
        {
            foreach (Segment segment in segments)
            {
                int start = (row * logits.Columns) + segment.Start, k = segment.Length;
                if (clean[at] >= 0)
                {
                    Shapes.Require(clean[at] < k && (uint)noised[at] < (uint)k, "Level {0} lies outside its segment of {1} columns.",
                        Math.Max(clean[at], noised[at]), k);
                    Span<float> gradient = new(node.Saved.Buffer0 + start, k);
                    sum += One(new ReadOnlySpan<float>(logits.Data + start, k), clean[at], noised[at], keptBefore[row], stepKept[row],
                        scratch, gradient);
                }

                at++;
            }
        }

        return Finish(node, sum / logits.Rows);
    }

    public override void Backward(Node node)
    {
        Node logits = node.InputAt(0);
        if (logits.NeedsGradient)
        {
            float* gradient = logits.TakeGradient(out bool accumulate);
            ElementKernels.Scale(node.Saved.Buffer0, gradient, logits.Length, node.Grad[0] / logits.Rows, accumulate);
        }
    }

    /// <summary>The divergence of one row and segment, and its derivative by the logits.</summary>
    private static double One(ReadOnlySpan<float> logits, int clean, int noised, double kept, double step, Span<double> scratch,
        Span<float> gradient)
    {
        int levels = logits.Length;
        Span<double> pi = scratch[..levels], q = scratch.Slice(levels, levels), p = scratch.Slice(2 * levels, levels);
        double logTotal = LogSoftmax(logits, pi), noise = (1 - kept) / levels;
        (double qTotal, double pTotal) = Posteriors(pi, clean, noised, kept, step, q, p);
        double divergence = 0, weighted = 0;
        for (int k = 0; k < levels; k++)
        {
            q[k] /= qTotal;
            p[k] = pTotal > 0 ? p[k] / pTotal : 0;
            double m = (kept * pi[k]) + noise;
            if (q[k] > 0)
            {
                // ln(q/p) = ln of (its numerators' ratio) + ln(pTotal/qTotal); without noise ln π itself, which cannot underflow.
                double logModel = noise > 0 ? Math.Log(m) : Math.Log(kept) + logits[k] - logTotal;
                double logTrue = Math.Log((k == clean ? kept : 0) + noise);
                divergence += q[k] * (logTrue - logModel + Math.Log(Math.Max(pTotal, double.Epsilon) / qTotal));
            }

            double ratio = noise > 0 ? kept * pi[k] / m : 1;
            q[k] = ratio * (p[k] - q[k]);
            weighted += q[k];
        }

        for (int k = 0; k < levels; k++)
        {
            gradient[k] = (float)(q[k] - (pi[k] * weighted));
        }

        // Rounding can leave a divergence of nothing at −1e-17.
        return Math.Max(0, divergence);
    }

    /// <summary>Fills q and p, not yet divided by their totals, which it gives.</summary>
    private static (double Q, double P) Posteriors(ReadOnlySpan<double> pi, int clean, int noised, double kept, double step, Span<double> q,
        Span<double> p)
    {
        int levels = pi.Length;
        double noise = (1 - kept) / levels, qTotal = 0, pTotal = 0;
        for (int k = 0; k < levels; k++)
        {
            double likelihood = (k == noised ? step : 0) + ((1 - step) / levels);
            q[k] = likelihood * ((k == clean ? kept : 0) + noise);
            p[k] = likelihood * ((kept * pi[k]) + noise);
            qTotal += q[k];
            pTotal += p[k];
        }

        return (qTotal, pTotal);
    }

    /// <summary>Fills π = softmax(z) and gives ln Σ exp z.</summary>
    private static double LogSoftmax(ReadOnlySpan<float> logits, Span<double> pi)
    {
        double largest = double.NegativeInfinity, total = 0;
        foreach (float z in logits)
        {
            largest = Math.Max(largest, z);
        }

        for (int k = 0; k < pi.Length; k++)
        {
            pi[k] = Math.Exp(logits[k] - largest);
            total += pi[k];
        }

        for (int k = 0; k < pi.Length; k++)
        {
            pi[k] /= total;
        }

        return largest + Math.Log(total);
    }

    private static int Widest(Segment[] segments)
    {
        int widest = 0;
        foreach (Segment segment in segments)
        {
            widest = Math.Max(widest, segment.Length);
        }

        return widest;
    }
}
