using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Margins;

namespace CausalLoom.Generators.Heads;

/// <summary>What fitting a network with heads begins and ends with.</summary>
/// <param name="Groups">The columns that are merged.</param>
/// <param name="Table">The table, merged.</param>
/// <param name="Encoder">Its code.</param>
/// <param name="Layout">Where columns lie.</param>
internal sealed record HeadFit(ModeSpecificGroups Groups, Table Table, ModeSpecificEncoder Encoder, HeadLayout Layout)
{
    /// <summary>Whether every column is constant: there is nothing to learn.</summary>
    internal bool IsConstant => Layout.InputWidth == 0;

    /// <summary>Checks and codes a table.</summary>
    /// <exception cref="CausalLoomException">The table cannot be learnt from.</exception>
    internal static HeadFit Open(Table table, string generator, ModeSpecificOptions options, int maxPatterns, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(context);
        GeneratorInput.Check(table, generator);
        context.Report("Coding the columns", 0);
        ModeSpecificGroups groups = ModeSpecificGroupFinder.Find(table, options, maxPatterns);
        Table merged = groups.Merge(table);
        ModeSpecificEncoder encoder = ModeSpecificEncoder.Fit(merged, options, context.Child("encoder"));
        return new HeadFit(groups, merged, encoder, new HeadLayout(encoder.Columns));
    }

    /// <summary>The coded rows.</summary>
    internal ModeSpecificRows Rows(FitContext context) => Encoder.Encode(Table, context.Stream.Child("modes"));

    /// <summary>The maps of calibrated margins, the sampler's offsets set; none where they are not asked for.</summary>
    internal QuantileMap[] Calibrated(bool wanted, IHeadSampler sampler, ModeSpecificRows rows, FitContext context) =>
        wanted ? HeadCalibration.Calibrate(Encoder, sampler, Table, rows, context.Stream.Child("calibration")) : [];
}
