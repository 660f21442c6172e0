using CausalLoom.Evaluation;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Evaluation;

public sealed class AreaUnderCurveTests
{
    [Fact]
    public void EqualsScikitLearnWithTies()
    {
        bool[] labels = [.. ReferenceFixture.Values("auc_labels").Select(v => v == 1)];
        Assert.Equal(ReferenceFixture.Value("auc"), AreaUnderCurve.Of(ReferenceFixture.Values("auc_scores"), labels), 12);
    }

    [Fact]
    public void IsTheShareOfPairsInOrder()
    {
        RandomStream stream = RandomStream.Of(5);
        double[] scores = [.. Enumerable.Range(0, 60).Select(_ => (double)stream.NextInt(7))];
        bool[] labels = [.. scores.Select(s => stream.NextBernoulli(0.2 + (s / 12)))];
        double wins = 0, pairs = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            for (int j = 0; j < scores.Length; j++)
            {
                if (labels[i] && !labels[j])
                {
                    pairs++;
                    wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }

        Assert.Equal(wins / pairs, AreaUnderCurve.Of(scores, labels), 12);
        Assert.Equal(1 - (wins / pairs), AreaUnderCurve.Of(Array.ConvertAll(scores, s => -s), labels), 12);
        Assert.Equal(0.5, AreaUnderCurve.Of(scores, new bool[scores.Length]));
    }
}
