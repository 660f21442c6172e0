using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Mechanisms;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Synthesis;

/// <summary>
/// X, then W given X, then Y given W and X, drawn in that order with the truth of every row. Without a propensity model
/// (`joint-xw`) the generator has drawn W with X, and the truth's propensity is missing.
/// </summary>
public sealed class FittedSequential : IConditionalSource
{
    private readonly ITabularModel _covariates;
    private readonly IPropensityModel? _propensity;
    private readonly OutcomeMechanism _outcome;
    private readonly TreatmentSpace _space;
    private readonly IReadOnlyList<string> _order;

    internal FittedSequential(string method, ITabularModel covariates, IPropensityModel? propensity, OutcomeMechanism outcome,
        TreatmentSpace space, IReadOnlyList<string> order)
    {
        Method = method;
        _covariates = covariates;
        _propensity = propensity;
        _outcome = outcome;
        _space = space;
        _order = order;
    }

    /// <inheritdoc />
    public string Method { get; }

    /// <inheritdoc />
    public TreatmentSpace TreatmentSpace => _space;

    /// <inheritdoc />
    public bool HasTruth => true;

    /// <inheritdoc />
    public ITabularModel Generator => _covariates;

    /// <inheritdoc />
    public IReadOnlyList<TrainingPoint> TrainingCurve => _covariates.TrainingCurve;

    /// <inheritdoc />
    public SyntheticData Draw(int rows, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return DrawOn(_covariates.Sample(rows, stream.Child("covariates")), stream);
    }

    /// <summary>
    /// Treatment, outcome and truth for covariates (and the treatment, in a model without a propensity) that are given in full.
    /// </summary>
    internal SyntheticData DrawOn(Table x, RandomStream stream)
    {
        (int[] w, double[][] p) = Assign(ref x, stream);
        return Finish(x, w, p, _outcome.Draw(x, _space.Arms, stream.Child("outcome")));
    }

    /// <summary>What its outcomes look like.</summary>
    internal OutcomeShape OutcomeShape => _outcome.Shape;

    /// <summary>
    /// Completes rows: unknown covariates by the generator given the known ones (and, where the treatment is given, in proportion to
    /// its probability), an unknown treatment by the propensity, an unknown outcome by its mechanism. The outcome can be given only where
    /// all covariates and the treatment are.
    /// </summary>
    /// <inheritdoc />
    public SyntheticData DrawGiven(Table given, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        GivenRows known = GivenRows.Of(given, _order, _space, _outcome.Shape);
        known.CheckOutcomes(_outcome.Shape);
        IConditionalModel generator = GivenRows.Require(_covariates);
        (Table x, int[] w, double[][] p) = _propensity is null ? WithArms(generator, given, stream) : AssignGiven(generator, known, stream);
        OutcomeDraw y = _outcome.Draw(x, _space.Arms, stream.Child("outcome"));
        for (int i = 0; i < w.Length; i++)
        {
            double[] own = y.Y[w[i]];
            own[i] = double.IsNaN(known.Outcomes[i]) ? own[i] : known.Outcomes[i];
        }

        return Finish(x, w, p, y);
    }

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = new(Method);
        SynthesizerSettings.Write(state, _space, _order);
        state.Put("covariates", _covariates.Save());
        if (_propensity is not null)
        {
            state.Put("propensity", _propensity.Save());
        }

        state.Put("outcome", _outcome.Save());
        return state;
    }

    /// <summary>Loads a saved model.</summary>
    internal static FittedSequential Load(ModelState state, Catalogues catalogues)
    {
        (TreatmentSpace space, string[] order) = SynthesizerSettings.Read(state);
        IPropensityModel? propensity = state.Kind != CovariateTreatmentSynthesizer.Name
            ? catalogues.LoadPropensity(state.Get("propensity")) : null;
        return new FittedSequential(state.Kind, catalogues.LoadGenerator(state.Get("covariates")), propensity,
            OutcomeMechanism.Load(state.Get("outcome"), catalogues), space, order);
    }

    /// <summary>The same mechanisms on covariates of another source.</summary>
    internal FittedSequential WithCovariates(ITabularModel covariates) => new(Method, covariates, _propensity, _outcome, _space, _order);

    private SyntheticData Finish(Table x, int[] w, double[][] p, OutcomeDraw y)
    {
        Table table = x.With(_space.Column(w), _outcome.Shape.Build(y.Observed(w))).Select(_order);
        return new SyntheticData(table, new Truth(y.Mu, y.Y, p));
    }

    /// <summary>Covariates and treatment of a generator that has both.</summary>
    private (Table Covariates, int[] Arms, double[][] Propensity) WithArms(IConditionalModel generator, Table given, RandomStream stream)
    {
        Table drawn = GivenRows.Sample(generator, given.Without(_outcome.Shape.Name), given.Rows, stream.Child("covariates"));
        int[] arms = ((DiscreteColumn)drawn[_space.Name]).Codes;
        return (drawn.Without(_space.Name), arms, Unknown(arms.Length));
    }

    private (Table Covariates, int[] Arms, double[][] Propensity) AssignGiven(IConditionalModel generator, GivenRows known,
        RandomStream stream)
    {
        (Table x, double[][] p) = GivenCovariates.Draw(generator, _propensity!, known, stream);
        RandomStream assignment = stream.Child("treatment");
        return (x, [.. known.Arms.Select((arm, i) => arm >= 0 ? arm : AssignmentDraw.Next(p, i, assignment))], p);
    }

    private (int[] Arms, double[][] Propensity) Assign(ref Table x, RandomStream stream)
    {
        if (_propensity is null)
        {
            int[] drawn = ArmRepair.Repaired(x, _space, stream.Child("repair"));
            x = x.Without(_space.Name);
            return (drawn, Unknown(drawn.Length));
        }

        double[][] p = _propensity.Probabilities(x);
        RandomStream assignment = stream.Child("treatment");
        int[] arms = new int[p[0].Length];
        for (int i = 0; i < arms.Length; i++)
        {
            arms[i] = AssignmentDraw.Next(p, i, assignment);
        }

        ArmRepair.Apply(arms, p);
        return (arms, p);
    }

    private double[][] Unknown(int rows) =>
        [.. Enumerable.Range(0, _space.Arms).Select(_ => Enumerable.Repeat(double.NaN, rows).ToArray())];
}
