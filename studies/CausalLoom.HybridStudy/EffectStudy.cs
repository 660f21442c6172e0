namespace CausalLoom.HybridStudy;

/// <summary>Runs of the effect of synthesized data: processes × sizes × seeds × generators × ways. Of one seed all see the same rows,
/// and mechanisms have the same folds whatever the generator: differences are paired.</summary>
internal sealed class EffectStudy(string path)
{
    public const string Header = "process,d,n,generator,way,seed,truth,psi,psi_se,target,covariate_term,contrast_before,cpu_s";

    private readonly ResultFile _results = new(path, Header, 6);

    /// <summary>Does what is not done.</summary>
    public void Run(Process process, int rows, IEnumerable<int> seeds, params (string Generator, string Way)[] ways)
    {
        foreach (int seed in seeds)
        {
            (string Generator, string Way)[] left =
                [.. ways.Where(w => !_results.Has(process.Name, process.Dimensions, rows, w.Generator, w.Way, seed))];
            if (left.Length == 0)
            {
                continue;
            }

            FitContext context = FitContext.ForSeed(seed).Child("effect study").Child(process.Name).Child(process.Dimensions).Child(rows);
            Data.CausalData data = process.Draw(rows, context.Child("data"));
            foreach ((string generator, string way) in left)
            {
                EffectRun run = EffectRun.Of(way, generator, data, process, context.Child("fit"));
                _results.Add(process.Name, process.Dimensions, rows, generator, way, seed, process.Simulator().AverageEffect, run.Psi,
                    run.PsiSe, run.Target, run.CovariateTerm, run.Before, Math.Round(run.Cpu, 2));
            }
        }
    }
}
