namespace CausalLoom.Studies;

/// <summary>
/// What a study puts to the test: from one replicate's data to an estimate. Everything it needs, and everything that methods share,
/// comes with the replicate. Average effects are one kind; whatever gives a number, a standard error and an interval can be another.
/// </summary>
public interface IStudyMethod
{
    /// <summary>Its name in results.</summary>
    string Name { get; }

    /// <summary>Estimates the effect; what it throws is recorded as this method's failure in this replicate.</summary>
    StudyEstimate Estimate(Replicate replicate, StudyTarget target);
}
