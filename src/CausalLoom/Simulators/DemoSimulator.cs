using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Simulators;

/// <summary>
/// The built-in process of `causalloom demo`: an observational cohort in which sicker patients get the drug more often, so
/// the naive difference is wrong, and the drug lowers blood pressure more the higher it was. Mixed types, a correlated
/// pair, a skewed marker and values missing completely at random.
/// <para>age ~ N(58, 11) in [30, 90], sex, severity in three levels rising with age, smoker; sbp = 128 + 0.35·(age − 58) +
/// 6·[moderate] + 12·[severe] + N(0, 12); crp = exp(0.6 + 0.3·[severe] + 0.25·smoker + N(0, 0.7)), 8 % missing; bmi.</para>
/// <para>logit π = −0.5 + 0.06·(sbp − 132) + 0.7·[severe] − 0.3·smoker; μ_0 = 2 + 0.10·(age − 58) − 0.22·(sbp − 132) +
/// 1.5·smoker + 1.2·(ln crp − 0.7); τ = −6 − 0.15·(sbp − 132) + 2.5·smoker; Y = change in blood pressure in mmHg, residual SD 6.
/// The naive difference in means tends to −8.45, the SD of τ is 2.32, 41 % are treated.</para>
/// </summary>
public sealed class DemoSimulator : ISimulator
{
    private static readonly string[] Severities = ["mild", "moderate", "severe"];

    /// <inheritdoc />
    public string Name => "demo";

    /// <inheritdoc />
    public string Treatment => "drug";

    /// <inheritdoc />
    public string Outcome => "sbp_change";

    /// <summary>E[τ], from 40 million draws; its Monte-Carlo standard error is .0004.</summary>
    public double AverageEffect => PopulationEffect;

    private const double PopulationEffect = -5.4439;

    /// <inheritdoc />
    public SyntheticData Draw(int rows, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        RandomStream ages = stream.Child("age"), sexes = stream.Child("sex"), severities = stream.Child("severity"),
            smokers = stream.Child("smoker");
        RandomStream pressures = stream.Child("sbp"), markers = stream.Child("crp"), missing = stream.Child("missing"),
            masses = stream.Child("bmi");
        long[] age = new long[rows], sbp = new long[rows];
        int[] sex = new int[rows], severity = new int[rows], smoker = new int[rows];
        double[] crp = new double[rows], bmi = new double[rows], p = new double[rows], mu0 = new double[rows], mu1 = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            age[i] = (long)Math.Clamp(Math.Round(58 + (11 * ages.NextNormal())), 30, 90);
            sex[i] = sexes.NextBernoulli(0.46) ? 1 : 0;
            double older = (age[i] - 58) / 11.0;
            severity[i] = severities.NextCategory([1, Math.Exp(-0.2 + (0.3 * older)), Math.Exp(-0.9 + (0.6 * older))]);
            smoker[i] = smokers.NextBernoulli(0.25) ? 1 : 0;
            sbp[i] = (long)Math.Round(128 + (0.35 * (age[i] - 58)) + (6 * severity[i]) + (12 * pressures.NextNormal()));
            double logCrp = 0.6 + (severity[i] == 2 ? 0.3 : 0) + (0.25 * smoker[i]) + (0.7 * markers.NextNormal());
            crp[i] = missing.NextBernoulli(0.08) ? double.NaN : Math.Round(Math.Exp(logCrp), 2);
            bmi[i] = Math.Round(27 + (0.04 * (sbp[i] - 132)) + (4 * masses.NextNormal()), 1);
            p[i] = Draws.Logistic(-0.5 + (0.06 * (sbp[i] - 132)) + (severity[i] == 2 ? 0.7 : 0) - (0.3 * smoker[i]));
            mu0[i] = 2 + (0.10 * (age[i] - 58)) - (0.22 * (sbp[i] - 132)) + (1.5 * smoker[i]) + (1.2 * (logCrp - 0.7));
            mu1[i] = mu0[i] - 6 - (0.15 * (sbp[i] - 132)) + (2.5 * smoker[i]);
        }

        Column[] covariates =
        [
            new IntegerColumn("age", age),
            new BinaryColumn("sex", sex, ["female", "male"]),
            new CategoricalColumn("severity", severity, Severities),
            new BinaryColumn("smoker", smoker, ["no", "yes"]),
            new IntegerColumn("sbp", sbp),
            new ContinuousColumn("crp", crp, 2),
            new ContinuousColumn("bmi", bmi, 1),
        ];
        return Draws.Assemble(covariates, p, mu0, mu1, 6, stream, Treatment, Outcome, decimals: 1);
    }
}
