using System.Text.Json.Nodes;
using CausalLoom.Synthesis;

namespace CausalLoom.Cli.CommandLine;

/// <summary>The true average effect of the rows that were drawn: the mean of the truth's `cate`, whether or not it is written.</summary>
public sealed class DrawnEffect
{
    private double _sum;
    private long _rows;

    /// <summary>Takes a block into account.</summary>
    public void Add(SyntheticData block) => Seen(block);

    /// <summary>Takes a block into account and hands it on.</summary>
    public SyntheticData Seen(SyntheticData block)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (block.Truth is { } truth)
        {
            _sum += truth.Cate().Sum();
            _rows += truth.Rows;
        }

        return block;
    }

    /// <summary>Adds `truth` with the number of rows and their effect, where there are any.</summary>
    public JsonObject AddTo(JsonObject result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (_rows > 0)
        {
            result["truth"] = new JsonObject { ["rows"] = _rows, ["effect"] = _sum / _rows };
        }

        return result;
    }
}
