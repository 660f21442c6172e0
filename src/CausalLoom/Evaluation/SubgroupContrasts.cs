namespace CausalLoom.Evaluation;

/// <summary>
/// The contrast term by subgroup. Intervals hold for all tested groups at once: ± a critical value that the largest |estimate| / SE over
/// groups exceeds in 5 % of bootstrap draws.
/// </summary>
/// <param name="Tested">How many groups were tested.</param>
/// <param name="CriticalValue">The critical value, in standard errors; 0 where nothing was tested.</param>
/// <param name="Flagged">The groups whose interval excludes 0, widest departure (in standard errors) first.</param>
public sealed record SubgroupContrasts(int Tested, double CriticalValue, IReadOnlyList<GroupContrast> Flagged);
