using CausalLoom.Estimation.Conditional;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Evaluation.Outcome;

/// <summary>The four learners fitted on one table (15 networks), and their effects on the test rows.</summary>
internal sealed class OutcomeSide
{
    /// <summary>Order of the learners, dearest first so that threads end together.</summary>
    private const int Dr = 0, Ra = 1, T = 2, S = 3, Learners = 4;

    private OutcomeSide(ICateModel[] models, Matrix test)
    {
        Pair = (TLearnerEffect)models[T];
        Surface = (SLearnerEffect)models[S];
        (EffectT, EffectS) = (Pair.Predict(test), Surface.Predict(test));
        (EffectDr, EffectRa) = (models[Dr].Predict(test), models[Ra].Predict(test));
    }

    public TLearnerEffect Pair { get; }

    public SLearnerEffect Surface { get; }

    public double[] EffectT { get; }

    public double[] EffectS { get; }

    public double[] EffectDr { get; }

    public double[] EffectRa { get; }

    /// <summary>Mean over the four learners, by test row.</summary>
    public double[] MeanEffect() =>
        [.. Enumerable.Range(0, EffectT.Length).Select(i => (EffectT[i] + EffectS[i] + EffectDr[i] + EffectRa[i]) / 4)];

    /// <summary>Fits sides side by side: every learner of every side is a job of its own.</summary>
    public static OutcomeSide[] Fit(CateSample[] samples, string[] names, Matrix test, CateNetworkOptions options, FitContext context)
    {
        ICateLearner[] learners = new ICateLearner[Learners];
        (learners[Dr], learners[Ra], learners[T], learners[S]) = (new DrLearner(options), new RaLearner(options), new TLearner(options),
            new SLearner(options));
        int jobs = samples.Length * Learners, done = 0;
        ICateModel[] models = context.Map(jobs, (job, c) =>
        {
            // The stream is the side's and the learner's by name: more sides never shift an old one's numbers.
            (int learner, int side) = (job / samples.Length, job % samples.Length);
            FitContext own = c with { Stream = context.Stream.Child(names[side]).Child(learners[learner].Name), Progress = null };
            ICateModel model = learners[learner].Fit(samples[side], own);
            context.Report("outcome metrics", (double)Interlocked.Increment(ref done) / jobs,
                $"{learners[learner].Name}-learner, {names[side]}");
            return model;
        });
        return [.. Enumerable.Range(0, samples.Length).Select(side =>
            new OutcomeSide([.. Enumerable.Range(0, Learners).Select(l => models[(l * samples.Length) + side])], test))];
    }

    /// <summary>The four parts of U_PEHE between two sides.</summary>
    public LearnerPehe Pehe(OutcomeSide other) => new(
        UPehe.Part(EffectT, other.EffectT),
        UPehe.Part(EffectS, other.EffectS),
        UPehe.Part(EffectDr, other.EffectDr),
        UPehe.Part(EffectRa, other.EffectRa));
}
