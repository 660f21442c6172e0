using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neural.Operations;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Neural;

/// <summary>
/// Records a forward computation and derives it in reverse. Nodes and buffers are kept across <see cref="Reset"/>, so a
/// training step that repeats allocates nothing; batches of different sizes may follow each other. One tape, one thread.
/// </summary>
/// <remarks>
/// A step: <c>tape.Reset(); store.ZeroGradient(); … record …; tape.Backward(loss); optimiser.Step();</c>
/// Arrays of segments and columns are kept by reference until the backward pass; spans are copied.
/// </remarks>
public sealed unsafe class Tape
{
    private readonly List<Node> _nodes = [];
    private int _count;

    /// <summary>Whether batch normalisation and dropout act as in training. True at first; set false to predict.</summary>
    public bool Training { get; set; } = true;

    internal FloatArena Arena { get; } = new();

    /// <summary>Forgets the recorded computation; every node becomes invalid.</summary>
    public void Reset()
    {
        _count = 0;
        Arena.Reset();
    }

    /// <summary>A leaf whose values the caller fills in through <see cref="Node.Value"/>.</summary>
    public Node Input(int rows, int columns, bool needsGradient = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        Node node = Take(InputOperation.Instance, rows, columns);
        node.NeedsGradient = needsGradient;
        return node;
    }

    /// <summary>A leaf with a copy of row-major values.</summary>
    public Node Input(ReadOnlySpan<float> values, int rows, int columns, bool needsGradient = false)
    {
        Shapes.Require(values.Length == (long)rows * columns, "There are {0} values for {1} places.", values.Length, rows * columns);
        Node node = Input(rows, columns, needsGradient);
        values.CopyTo(node.Value);
        return node;
    }

    /// <summary>A leaf with the given rows of a row-major matrix, in that order.</summary>
    public Node Gather(ReadOnlySpan<float> matrix, int columns, ReadOnlySpan<int> rows)
    {
        Node node = Input(rows.Length, columns);
        for (int i = 0; i < rows.Length; i++)
        {
            matrix.Slice(rows[i] * columns, columns).CopyTo(node.Row(i));
        }

        return node;
    }

    /// <summary>A leaf that stands for a parameter, for use as a matrix in any operation.</summary>
    public Node Parameter(Parameter parameter) => ParameterOperation.Record(this, parameter);

    /// <summary>φ(x W + b), fused; W [inputs × outputs], b [1 × outputs] or null.</summary>
    public Node Linear(Node x, Parameter weight, Parameter? bias, Activation activation = Activation.Identity) =>
        LinearOperation.Record(this, x, weight, bias, activation);

    /// <summary>
    /// φ([x, one-hots] W + b) with the one-hots given by the rows of W they select: a gather, not a product.
    /// </summary>
    /// <param name="dense">x [rows × d], which meets the first d rows of W, or null.</param>
    /// <param name="indices">[rows × k], row-major: rows of W from d on; negative = none. Copied.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="weight">W [inputs × outputs].</param>
    /// <param name="bias">b [1 × outputs], or null.</param>
    /// <param name="activation">φ.</param>
    public Node GatherLinear(Node? dense, ReadOnlySpan<int> indices, int rows, Parameter weight, Parameter? bias,
        Activation activation = Activation.Identity) =>
        GatherLinearOperation.Record(this, dense is null ? [] : [dense], indices, rows, weight, bias, activation);

    /// <summary>As the other, of several dense parts that would stand side by side, x₁ first; their order is that of W's rows.</summary>
    /// <param name="parts">At least one node, all of as many rows.</param>
    /// <param name="indices">[rows × k], row-major: rows of W after those of the parts; negative = none; may be empty. Copied.</param>
    /// <param name="weight">W [inputs × outputs].</param>
    /// <param name="bias">b [1 × outputs], or null.</param>
    /// <param name="activation">φ.</param>
    public Node GatherLinear(ReadOnlySpan<Node> parts, ReadOnlySpan<int> indices, Parameter weight, Parameter? bias,
        Activation activation = Activation.Identity)
    {
        Shapes.Require(!parts.IsEmpty, "There is no dense part ({0} of {1}).", 0, 1);
        return GatherLinearOperation.Record(this, parts, indices, parts[0].Rows, weight, bias, activation);
    }

    /// <summary>An embedding: row <c>indices[i]</c> of the table for each i, zeros for a negative index.</summary>
    public Node Embed(Parameter table, ReadOnlySpan<int> indices) =>
        GatherLinearOperation.Record(this, [], indices, indices.Length, table, null, Activation.Identity);

    /// <summary>Batch normalisation and φ, fused. Training needs at least two rows.</summary>
    public Node BatchNorm(Node x, BatchNormLayer layer, Activation activation = Activation.Identity) =>
        BatchNormOperation.Record(this, x, layer, activation);

    /// <summary>Layer normalisation and φ, fused.</summary>
    public Node LayerNorm(Node x, LayerNormLayer layer, Activation activation = Activation.Identity) =>
        LayerNormOperation.Record(this, x, layer, activation);

    /// <summary>residual + x W + b in one product: the end of a residual branch.</summary>
    /// <param name="residual">[rows × outputs].</param>
    /// <param name="x">[rows × inputs].</param>
    /// <param name="weight">W [inputs × outputs].</param>
    /// <param name="bias">b [1 × outputs].</param>
    public Node ResidualLinear(Node residual, Node x, Parameter weight, Parameter bias) =>
        ResidualLinearOperation.Record(this, residual, x, weight, bias);

    /// <summary>Causal multi-head self-attention: softmax(Q Kᵀ/√d, each position on itself and those before) V, head by head.</summary>
    /// <param name="queriesKeysValues">[sequences·tokens × 3·width], the heads of Q side by side, then those of K and of V.</param>
    /// <param name="tokens">Positions of each sequence.</param>
    /// <param name="heads">The number of heads, which divides the width.</param>
    /// <param name="lengths">Positions in use of each sequence (the rest gives zeros and gets no gradient), or empty for all;
    /// copied.</param>
    public Node CausalAttention(Node queriesKeysValues, int tokens, int heads, ReadOnlySpan<int> lengths = default) =>
        AttentionOperation.Record(this, queriesKeysValues, tokens, heads, lengths);

    /// <summary>Logits of an output head tied to an embedding: x Eᵀ, E [vocabulary × width].</summary>
    public Node TiedHead(Node x, Parameter table) => TiedHeadOperation.Record(this, x, table);

    /// <summary>
    /// Loss: mean over the rows with a target (negative = none) of −log softmax(x Eᵀ)[target], without keeping the logits.
    /// </summary>
    public Node TiedCrossEntropy(Node x, Parameter table, ReadOnlySpan<int> targets) =>
        TiedCrossEntropyOperation.Record(this, x, table, targets);

    /// <summary>Inverted dropout while <see cref="Training"/>; otherwise the node itself, and nothing is drawn.</summary>
    public Node Dropout(Node x, double probability, RandomStream stream) => DropoutOperation.Record(this, x, probability, stream);

    /// <summary>φ(x); where <paramref name="columns"/> are given, only on those, the others being copied.</summary>
    public Node Activate(Node x, Activation activation, Segment[]? columns = null) =>
        ActivationOperation.Record(this, x, activation, columns);

    /// <summary>Softmax within each segment of columns; columns outside are copied.</summary>
    public Node Softmax(Node x, Segment[] segments) => SoftmaxOperation.Record(this, x, segments, 1, null);

    /// <summary>softmax((x + Gumbel noise)/temperature) within each segment; columns outside are copied.</summary>
    public Node GumbelSoftmax(Node x, Segment[] segments, double temperature, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return SoftmaxOperation.Record(this, x, segments, temperature, stream);
    }

    /// <summary>Nodes side by side.</summary>
    public Node Concat(params ReadOnlySpan<Node> parts) => ConcatOperation.Record(this, parts);

    /// <summary>Adjacent columns.</summary>
    public Node Slice(Node x, int start, int length) => SliceOperation.Record(this, x, start, length);

    /// <summary>The given rows, in that order (repeats allowed).</summary>
    public Node Rows(Node x, ReadOnlySpan<int> rows) => RowsOperation.Record(this, x, rows);

    /// <summary>a + b; a b of one row is added to every row of a.</summary>
    public Node Add(Node a, Node b) => AddOperation.Record(this, a, b, 1);

    /// <summary>a − b; a b of one row is subtracted from every row of a.</summary>
    public Node Subtract(Node a, Node b) => AddOperation.Record(this, a, b, -1);

    /// <summary>a ∘ b, element by element.</summary>
    public Node Multiply(Node a, Node b) => MultiplyOperation.Record(this, a, b);

    /// <summary>factor·x + offset.</summary>
    public Node Scale(Node x, double factor, double offset = 0) => ScaleOperation.Record(this, x, (float)factor, (float)offset);

    /// <summary>μ + exp(½·log-variance)·ε with ε standard normal.</summary>
    public Node Reparameterise(Node mean, Node logVariance, RandomStream stream) =>
        ReparameteriseOperation.Record(this, mean, logVariance, stream);

    /// <summary>Loss: Σ w (p − y)² / number of elements; weights [rows × 1] or one for each element.</summary>
    public Node MeanSquaredError(Node prediction, Node target, Node? weights = null) =>
        MeanSquaredErrorOperation.Record(this, prediction, target, weights);

    /// <summary>Loss: Σ w (softplus(z) − y z) / number of elements, z logits and y in [0, 1]; weights as for the squared error.</summary>
    public Node BinaryCrossEntropy(Node logits, Node target, Node? weights = null) =>
        BinaryCrossEntropyOperation.Record(this, logits, target, weights);

    /// <summary>
    /// Loss: sum over segments, mean over rows, of the cross-entropy between softmax within the segment and an integer
    /// target (0 = first column of the segment; negative = ignore).
    /// </summary>
    /// <param name="logits">[rows × columns].</param>
    /// <param name="segments">Where the variables lie; kept by reference until the backward pass.</param>
    /// <param name="targets">[rows × segments], row-major; copied.</param>
    /// <param name="segmentWeights">A weight for each segment, or null for 1; kept by reference.</param>
    /// <param name="rowWeights">A weight for each row [rows × 1], or null for 1; the divisor stays the number of rows.</param>
    public Node SoftmaxCrossEntropy(Node logits, Segment[] segments, ReadOnlySpan<int> targets, float[]? segmentWeights = null,
        Node? rowWeights = null) =>
        SoftmaxCrossEntropyOperation.Record(this, logits, segments, targets, segmentWeights, rowWeights);

    /// <summary>
    /// Loss: sum over segments, mean over rows, of multinomial diffusion's KL(q(x_s | x_t, x_0) ‖ p(x_s | x_t)), p the same
    /// posterior with x_0 replaced by softmax(logits); with s = 0 it is the cross-entropy of x_0 under p.
    /// </summary>
    /// <param name="logits">[rows × columns].</param>
    /// <param name="segments">Where the variables lie.</param>
    /// <param name="clean">x_0, [rows × segments], row-major; negative = ignore.</param>
    /// <param name="noised">x_t, likewise.</param>
    /// <param name="keptBefore">ā_s of each row: the chance that x_s is x_0 by not having been redrawn; 1 where s = 0.</param>
    /// <param name="stepKept">ā_t/ā_s of each row.</param>
    public Node MultinomialKl(Node logits, Segment[] segments, ReadOnlySpan<int> clean, ReadOnlySpan<int> noised,
        ReadOnlySpan<double> keptBefore, ReadOnlySpan<double> stepKept) =>
        MultinomialKlOperation.Record(this, logits, segments, clean, noised, keptBefore, stepKept);

    /// <summary>
    /// Loss: mean over rows of Σ_columns ½(v + (y − μ)²/exp v), without ½·log 2π, v the log-variance.
    /// </summary>
    /// <param name="mean">μ [rows × columns].</param>
    /// <param name="target">y, of the same shape.</param>
    /// <param name="logVariance">v, [rows × k] or, shared by all rows, [1 × k], k the number of columns used.</param>
    /// <param name="columns">The columns of μ and y that count, or null for all; kept by reference.</param>
    /// <param name="weights">[rows × 1] or one for each element of μ (0 masks a missing value), or null for 1.</param>
    public Node GaussianNll(Node mean, Node target, Node logVariance, int[]? columns = null, Node? weights = null) =>
        GaussianNllOperation.Record(this, mean, target, logVariance, columns, weights);

    /// <summary>
    /// Loss: mean over rows of Σ_columns −w·log p(z), p the law of <see cref="AffineSpline"/> with the raw numbers of that row and column.
    /// </summary>
    /// <param name="raw">A network's output.</param>
    /// <param name="starts">Where each column's <see cref="SplineShape.RawLength"/> raw numbers begin; kept by reference.</param>
    /// <param name="values">z [rows × columns], without gradient.</param>
    /// <param name="weights">w, of the same shape (0 masks), or null for 1.</param>
    /// <param name="shape">The splines' shape.</param>
    public Node SplineNll(Node raw, int[] starts, Node values, Node? weights, SplineShape shape) =>
        SplineNllOperation.Record(this, raw, starts, values, weights, shape);

    /// <summary>Loss: mean over rows of KL(N(μ, diag exp v) ‖ N(0, I)).</summary>
    public Node GaussianKl(Node mean, Node logVariance) => GaussianKlOperation.Record(this, mean, logVariance);

    /// <summary>Loss: mean over rows of ‖x − centre·1‖².</summary>
    public Node SquaredDistance(Node x, double centre) => SquaredDistanceOperation.Record(this, x, (float)centre);

    /// <summary>Loss: Σ c ∘ x with constant coefficients c (copied): gives x a derivative that was computed elsewhere.</summary>
    public Node Dot(Node x, ReadOnlySpan<float> coefficients) => DotOperation.Record(this, x, coefficients);

    /// <summary>Loss: Σ weight·loss.</summary>
    public Node WeightedSum(ReadOnlySpan<Node> losses, ReadOnlySpan<double> weights) => WeightedSumOperation.Record(this, losses, weights);

    /// <summary>Adds the derivatives of a loss to the gradients of the parameters it depends on. Once for each recording.</summary>
    /// <exception cref="ArgumentException">The node is not a scalar of this tape.</exception>
    public void Backward(Node loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Shapes.Require(loss.Tape == this && loss.Length == 1, "Only a scalar of this tape has derivatives; this is {0} × {1}.", loss.Rows,
            loss.Columns);
        loss.TakeGradient(out _)[0] = 1;
        for (int i = _count - 1; i >= 0; i--)
        {
            Node node = _nodes[i];
            if (node.Grad != null && node.NeedsGradient)
            {
                node.Operation.Backward(node);
            }
        }

        GC.KeepAlive(this);
    }

    /// <summary>A node of that shape with a fresh buffer, unspecified values and no inputs.</summary>
    internal Node Take(Operation operation, int rows, int columns)
    {
        if (_count == _nodes.Count)
        {
            _nodes.Add(new Node { Tape = this });
        }

        Node node = _nodes[_count++];
        node.ClearInputs();
        node.Operation = operation;
        node.Rows = rows;
        node.Columns = columns;
        node.NeedsGradient = false;
        node.Scalar = 0;
        node.Grad = null;
        node.Saved = default;
        node.Data = Arena.Take(checked(rows * columns));
        node.DataBlock = Arena.Current;
        return node;
    }
}
