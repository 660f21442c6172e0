using CausalLoom.Numerics.Neural;

namespace CausalLoom.Generators.Flow;

/// <summary>
/// One trained flow: a network at a few moments of its training, and for every column the moment at which its held-out
/// likelihood was best. Any choice is a proper law, since a column's law depends on the columns before it only.
/// </summary>
/// <param name="Networks">The moments.</param>
/// <param name="Stores">Their weights.</param>
/// <param name="Choice">The moment of each column.</param>
internal sealed record FlowMember(MaskedNetwork[] Networks, ParameterStore[] Stores, int[] Choice);
