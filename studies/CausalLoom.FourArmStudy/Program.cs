using System.Globalization;
using CausalLoom;
using CausalLoom.FourArmStudy;

// What docs/evidence/four-arm.md is made of:
//   dotnet run -c Release --project studies/CausalLoom.FourArmStudy -- coverage [REPLICATES] [ROWS] [SETTING…]
//   dotnet run -c Release --project studies/CausalLoom.FourArmStudy -- synthetic FILE.csv TREATMENT OUTCOME COVARIATE,… [SEEDS]
//     [METHOD] [OUTCOME-MODEL]
try
{
    switch (args)
    {
        case ["coverage", .. string[] rest]:
            CoverageStudy.Run(Number(rest, 0, 1000), Number(rest, 1, 500), [.. rest.Skip(2)]);
            return 0;
        case ["synthetic", string file, string treatment, string outcome, string covariates, .. string[] rest]:
            SyntheticContrasts.Run(file, treatment, outcome, covariates.Split(','), Number(rest, 0, 5),
                rest.ElementAtOrDefault(1) ?? "steam", rest.ElementAtOrDefault(2));
            return 0;
        default:
            Console.Error.WriteLine("usage: coverage [REPLICATES] [ROWS] [SETTING…]   or   "
                + "synthetic FILE.csv TREATMENT OUTCOME COVARIATE,… [SEEDS] [METHOD] [OUTCOME-MODEL]");
            return 2;
    }
}
catch (CausalLoomException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

static int Number(string[] words, int place, int otherwise) =>
    words.Length > place ? int.Parse(words[place], CultureInfo.InvariantCulture) : otherwise;
