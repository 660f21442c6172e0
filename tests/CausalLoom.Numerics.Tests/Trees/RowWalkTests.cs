using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Numerics.Tests.Trees;

public sealed class RowWalkTests
{
    // Few rows go alone, more go four abreast with a rest; missing values go both ways.
    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(35)]
    [InlineData(600)]
    public void RowsAbreastReachTheLeavesOfRowsAlone(int rows)
    {
        (Matrix x, double[] y) = Sample(600);
        ForestModel model = RandomForest.Fit(x, y, new RandomForestOptions { Trees = 10, MinSplitRows = 2 }, RandomStream.Of(1),
            cancellation: TestContext.Current.CancellationToken);
        int[] some = RandomStream.Of(2).Permutation(600)[..rows], leaves = new int[rows];
        RowWalk walk = new(x);
        Assert.Contains(model.Trees, t => t.Nodes.ToArray().Any(n => n.Feature >= 0 && n.MissingLeft));
        Assert.Contains(model.Trees, t => t.Nodes.ToArray().Any(n => n.Feature >= 0 && !n.MissingLeft));
        foreach (Tree tree in model.Trees)
        {
            walk.Leaves(tree, some, leaves);
            Assert.Equal(some.Select(i => tree.LeafOf(x.Row(i))), leaves);
        }
    }

    [Fact]
    public void AFileMayHoldATreeWhoseChildrenStandApart()
    {
        // The root's children are nodes 1 and 3; node 1's are 2 and 4.
        Tree tree = new([new TreeNode(0, 0.5, 0, true, 1, 3, 0), new TreeNode(1, 0.5, 0, false, 2, 4, 0), TreeNode.Leaf(1),
            TreeNode.Leaf(2), TreeNode.Leaf(3)]);
        Matrix x = new(40, 2,
            [.. Enumerable.Range(0, 40).SelectMany(i => new[] { i % 3 == 2 ? double.NaN : i % 3, i % 5 == 4 ? double.NaN : i % 2 })]);
        int[] leaves = new int[40];
        new RowWalk(x).Leaves(tree, [.. Enumerable.Range(0, 40)], leaves);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => tree.LeafOf(x.Row(i))), leaves);
        Assert.Equal([2, 3, 4], leaves.Distinct().Order());
    }

    private static (Matrix X, double[] Y) Sample(int rows)
    {
        RandomStream stream = RandomStream.Of(5);
        Matrix x = new(rows, 3);
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            double a = stream.NextNormal(), b = stream.NextNormal();
            (x[i, 0], x[i, 1], x[i, 2]) = (i % 7 == 0 ? double.NaN : a, b, i % 5 == 0 ? double.NaN : a + b);
            y[i] = (a * b) + stream.NextNormal();
        }

        return (x, y);
    }
}
