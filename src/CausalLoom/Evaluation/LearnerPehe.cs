namespace CausalLoom.Evaluation;

/// <summary>Root mean squared difference of effect estimates between the two sides, by learner.</summary>
/// <param name="T">T-learner.</param>
/// <param name="S">S-learner.</param>
/// <param name="Dr">Doubly robust learner.</param>
/// <param name="Ra">Regression-adjustment learner.</param>
public sealed record LearnerPehe(double T, double S, double Dr, double Ra);
