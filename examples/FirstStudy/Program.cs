using CausalLoom.Estimation.Average;
using CausalLoom.Generators.Copula;
using CausalLoom.Jobs;
using CausalLoom.Methods;
using CausalLoom.Synthesis;

// A cohort whose true effect is known, in a file; then a synthetic copy, how good it is, and the effect on both.
string folder = args.Length > 0 ? args[0] : ".";
JobContext context = new();
DataFile cohort = new(Path.Combine(folder, "cohort.csv"), "drug", "sbp_change");
SimulateResult process = new SimulateJob { Process = "demo", Rows = 500, Output = new RowFiles(cohort.Path) }.Run(context);

SynthesisPlan steam = SynthesisPlan.Of(new SequentialSynthesizer { Generator = new GaussianCopulaGenerator() });
RowFiles files = new(Path.Combine(folder, "synthetic.csv"), Path.Combine(folder, "truth.csv"));
SynthesizeResult copy = new SynthesizeJob { Data = cohort, Plan = steam, Output = files, KeepsRows = true, Seed = 1 }.Run(context);
copy.Fit.Model.Save(Path.Combine(folder, "cohort.loom"));

EvaluateResult evaluation = copy.Evaluate(context);
DataFile synthetic = cohort with { Path = files.Path };
AverageEffectOptions aipw = new() { Estimators = ["aipw"] };
EstimateResult effect = new EstimateJob { Data = synthetic, Options = aipw, Seed = 1 }.Run(context);

Console.Write(process.Summary() + copy.Summary() + evaluation.Summary() + effect.Summary());
