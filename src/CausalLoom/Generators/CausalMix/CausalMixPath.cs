using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Heads;
using CausalLoom.Generators.Margins;
using CausalLoom.Numerics.Neural;

namespace CausalLoom.Generators.CausalMix;

/// <summary>
/// An X module while it is made: coded rows and a network, trained once or, for a sweep, again and again from the weights before.
/// </summary>
internal sealed class CausalMixPath
{
    private readonly ModeSpecificGroups _groups;
    private readonly ModeSpecificEncoder _encoder;
    private readonly HeadLayout _layout;
    private readonly CausalMixOptions _options;
    private readonly Table _table;
    private readonly int[]? _arms;
    private readonly double? _treated;
    private readonly ModeSpecificRows _rows;
    private readonly CausalMixNetwork? _network;

    /// <summary>Codes the columns and starts a network.</summary>
    /// <param name="table">The covariates.</param>
    /// <param name="arms">The arm of each row, or null.</param>
    /// <param name="kept">The rows to train on, or null for all; columns are coded by all.</param>
    /// <param name="options">The settings.</param>
    /// <param name="context">The context.</param>
    internal CausalMixPath(Table table, int[]? arms, int[]? kept, CausalMixOptions options, FitContext context)
    {
        context.Report("Coding the columns", 0);
        _groups = ModeSpecificGroupFinder.Find(table, options.Encoder, options.MaxPatterns);
        table = _groups.Merge(table);
        _encoder = CausalMixCode.Fit(table, options, context.Child("encoder"));
        _layout = new HeadLayout(_encoder.Columns);
        _table = kept is null ? table : table.Take(kept);
        _arms = kept is null || arms is null ? arms : Array.ConvertAll(kept, i => arms[i]);
        _treated = _arms?.Average();
        _options = options;
        _rows = _encoder.Encode(_table, context.Stream.Child("modes"));
        _network = IsConstant ? null : new CausalMixNetwork(CausalMixFit.Heads(_encoder, _layout, _rows, _options), _options,
            arms is not null, context.Stream.Child("weights"));
    }

    /// <summary>Whether every column is constant: there is nothing to learn.</summary>
    internal bool IsConstant => _layout.InputWidth == 0;

    /// <summary>The model of constant columns.</summary>
    internal CausalMixModel Constant() => new(_groups, _encoder, new CausalMixSampler(_layout, _options, _treated), [], []);

    /// <summary>Trains the network from its weights as they are.</summary>
    internal (List<TrainingPoint> Curve, double[] Constraints) Train(OverlapPenalty? overlap, TrainingSchedule schedule, FitContext context)
    {
        CausalMixLoss loss = new(_network!, _options, _rows, _arms, overlap);
        return new PenalisedTraining(loss, schedule, overlap?.Control, context, "Training the variational auto-encoder").Run(_rows.Rows);
    }

    /// <summary>The model of the network as it is: prior and margins.</summary>
    internal CausalMixModel Build(OverlapPenalty? overlap, IReadOnlyList<TrainingPoint> curve, FitContext context)
    {
        bool byArm = _arms is not null && (_options.PriorByArm ?? overlap is null);
        CausalMixPrior prior = CausalMixFit.Prior(_network!, _rows, byArm ? _arms : null, _options, context.Stream.Child("prior"));
        CausalMixSampler sampler = new(_network!, _options, prior, _treated);
        if (!_options.CalibrateMargins)
        {
            return new CausalMixModel(_groups, _encoder, sampler, [], curve);
        }

        if (overlap is not null)
        {
            CausalMixArmMargins.Fit(sampler, _rows, overlap, context.Stream.Child("arm margins"));
        }

        QuantileMap[] maps = HeadCalibration.Calibrate(_encoder, sampler, _table, _rows, context.Stream.Child("calibration"));
        return new CausalMixModel(_groups, _encoder, sampler, maps, curve);
    }

    /// <summary>Reconstruction and β·KL of other rows, without penalties.</summary>
    internal double Fidelity(Table fresh, int[] arms, OverlapPenalty overlap, FitContext context)
    {
        ModeSpecificRows coded = _encoder.Encode(_groups.Merge(fresh), context.Stream.Child("modes"));
        int[] all = [.. Enumerable.Range(0, fresh.Rows)];
        return new CausalMixLoss(_network!, _options, coded, arms, overlap)
            .Record(new Tape { Training = false }, all, context.Stream.Child("noise")).Fidelity;
    }
}
