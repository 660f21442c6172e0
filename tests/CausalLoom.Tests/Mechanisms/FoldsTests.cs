using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Mechanisms;

public sealed class FoldsTests
{
    [Fact]
    public void FoldsPartitionRowsAndShareOutBothArms()
    {
        int[] labels = [.. Enumerable.Range(0, 103).Select(i => i % 7 == 0 ? 1 : 0)];
        Folds folds = Folds.Stratified(labels, 5, RandomStream.Of(1));
        Assert.Equal(5, folds.Count);
        for (int k = 0; k < 5; k++)
        {
            int[] held = folds.HeldOut(k);
            Assert.InRange(held.Length, 20, 21);
            Assert.InRange(held.Sum(i => labels[i]), 3, 3);
            Assert.Equal(Enumerable.Range(0, 103), held.Concat(folds.Training(k)).Order());
        }

        Assert.Equal(folds.Of, Folds.Stratified(labels, 5, RandomStream.Of(1)).Of);
        Assert.NotEqual(folds.Of, Folds.Stratified(labels, 5, RandomStream.Of(2)).Of);
    }

    [Fact]
    public void ARareArmIsOutsideEveryFoldToo()
    {
        int[] labels = new int[40];
        labels[3] = labels[17] = 1;
        Folds folds = Folds.Stratified(labels, 5, RandomStream.Of(1));
        Assert.Equal(2, folds.Count);
        Assert.All([0, 1], k => Assert.Equal(1, folds.Training(k).Sum(i => labels[i])));
    }

    [Fact]
    public void GroupsStayTogether()
    {
        int[] groups = [.. Enumerable.Range(0, 60).Select(i => i / 3)];
        Folds folds = Folds.Stratified([.. groups.Select(g => g % 2)], 4, RandomStream.Of(1), groups);
        Assert.All(groups.GroupBy(g => g), g =>
            Assert.Single(Enumerable.Range(0, 60).Where(i => groups[i] == g.Key).Select(i => folds.Of[i]).Distinct()));
        Assert.All(Enumerable.Range(0, 4), k => Assert.Equal(15, folds.HeldOut(k).Length));
    }
}
