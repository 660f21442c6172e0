using CausalLoom.Data;
using CausalLoom.Mechanisms;

namespace CausalLoom.Tests;

/// <summary>Data of two arms as what is for two arms takes them.</summary>
internal static class TwoArmedData
{
    internal static TwoArms Two(this CausalData data) => TwoArms.Of(data, "A test");
}
