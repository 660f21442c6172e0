"""The list: what is run with both builds. A case is a folder and the lines that are run in it, one after the other."""
import shlex

COHORT = "../inputs/cohort.csv -t drug -y sbp_change"
TRIAL = "../inputs/trial.csv -t A -y Y"
EXTREME = "../inputs/extreme.csv -t A -y Y"
TOY = "../inputs/toy.csv -t T -y Y"
SCORE_ROLES = "-t arm -y score --drop id,clinic,w8,pi,effect,cured"
CURED_ROLES = "-t arm -y cured --drop id,clinic,w8,pi,effect,score"
CLINIC, CURED = f"../inputs/clinic.csv {SCORE_ROLES}", f"../inputs/clinic.csv {CURED_ROLES}"
ALL = "-o rows.csv --truth truth.csv --model model.loom --json run.json"
PARTS = "--propensity logistic --outcome-model linear"
BOOTSTRAP = "--generator bootstrap"

# What fits in well under a second, then what trains; `great` has a checkpoint among the test data, `llm` would need a server.
GENERATORS = ["bootstrap", "copula", "arf", "argn", "tvae", "causalmix", "nflow", "lm", "tabddpm", "ctgan", "great"]
PROPENSITIES = ["logistic", "spline", "interactions", "forest", "boosting", "network", "stack", "constant", "randomized:0.4"]
OUTCOME_MODELS = ["slearner", "tlearner", "linear", "spline", "interactions", "forest", "boosting", "constant", "stack"]
NOISES = ["residual", "homoscedastic", "heteroscedastic", "arm-bootstrap", "quantile", "none"]
NUISANCES = ["stack", "linear", "forest", "boosting", "spline", "interactions", "network"]
ESTIMANDS = ["ate", "att", "ato"]


class Case:
    """`lines` are arguments of the tool; one that begins with N! must end with exit code N, the others with 0."""

    def __init__(self, name, lines, quick=False):
        self.name, self.lines, self.quick = name, [read(line) for line in lines], quick


def read(line):
    code, mark, rest = line.partition("! ")
    return (int(code), shlex.split(rest)) if mark else (0, shlex.split(line))


def cases():
    """All cases, in the order they are run."""
    parts = [looking, drawing, generating, methods, presets, mechanisms, completing, evaluating, estimating, augmenting, sandboxes, studies]
    return [case for part in parts for case in part()]


def looking():
    yield Case("help", ["--help", "simulate --list"], True)
    yield Case("demo", ["demo --out out --json run.json --no-progress"])
    yield Case("inspect-cohort", [f"inspect {COHORT} --schema-out schema.yaml --json run.json"], True)
    yield Case("inspect-clinic", [
        f"inspect {CLINIC} --schema-out schema.yaml --json run.json",
        "inspect ../inputs/clinic.csv --schema schema.yaml --json again.json"], True)
    yield Case("inspect-binary", [
        f"inspect {CURED} --json -",
        "inspect ../inputs/clinic-semicolon.csv --schema-out schema.yaml --json semicolon.json",
        "inspect ../inputs/clinic-tab.csv -t arm -y cured --covariates age,grade,marker --missing NA --json tab.json"])


def drawing():
    processes = {
        "demo": "demo",
        "steam": "steam --set dimensions=6 --set slope=1.5 --set centre=1",
        "steam-roles": "steam --set treatment_only=1 --set outcome_only=1",
        "hybrid": "hybrid --set overlap=moderate --set effect=heterogeneous",
        "hybrid-wide": "hybrid --set dimensions=20 --set confounding=strong --set noise_columns=3",
        "hybrid-null": "hybrid --set overlap=poor --set effect=null",
        "hybrid-simple": "hybrid --set overlap=soft --set simple=true",
        "toy": "toy",
        "kang-schafer": "kang-schafer",
        "kang-schafer-latent": "kang-schafer --set latent=true",
        "nie-wager-a": "nie-wager --set setup=A",
        "nie-wager-b": "nie-wager --set setup=B --set sigma=2",
        "nie-wager-c": "nie-wager --set setup=C --set dimensions=9",
        "nie-wager-d": "nie-wager --set setup=D",
    }
    for name, process in processes.items():
        yield Case(f"simulate-{name}", [f"simulate {process} --rows 200 --seed 3 -o rows.csv --truth truth.csv --json run.json"], True)


def generating():
    for generator in GENERATORS:
        more = f"{generator} --checkpoint ../inputs/tiny_gpt2" if generator == "great" else generator
        data = f"../inputs/clinic-tab.csv {SCORE_ROLES}" if generator in ("ctgan", "tabddpm", "great") else CLINIC
        quick = generator in ("bootstrap", "copula", "arf", "argn", "tvae", "nflow")
        yield Case(f"steam-{generator}", [f"synthesize {data} --generator {more} {PARTS} {ALL}"], quick)
        joint = COHORT if data is CLINIC else data
        yield Case(f"joint-{generator}", [
            f"synthesize {joint} --method joint --generator {more} --rows 150 -o rows.csv --model model.loom --json run.json"],
                   generator in ("copula", "argn", "causalmix"))


def methods():
    held = "--holdout 0.3 --holdout-out holdout.csv"
    yield Case("steam-default", [f"synthesize {COHORT} {ALL}"], True)
    yield Case("steam-schema", [
        f"inspect {CLINIC} --schema-out schema.yaml --quiet",
        f"synthesize ../inputs/clinic.csv --schema schema.yaml --generator copula --rows 90 --seed 5 {ALL}"])
    yield Case("steam-binary", [
        f"synthesize {CURED} --generator arf {ALL}",
        f"synthesize {TRIAL} --generator copula --threads 1 -o trial.csv --truth trial-truth.csv"], True)
    yield Case("steam-holdout", [f"synthesize {COHORT} --generator copula {held} {PARTS} {ALL}"], True)
    for generator in ("copula", "argn", "arf", "tvae"):
        yield Case(f"joint-xw-{generator}", [f"synthesize {CLINIC} --method joint-xw --generator {generator} {ALL}"], generator == "copula")
        yield Case(f"hybrid-{generator}", [f"synthesize {TRIAL} --method hybrid --generator {generator} {ALL}"], generator == "copula")
    yield Case("hybrid-numeric", [f"synthesize {COHORT} --method hybrid --generator copula {ALL}"])
    yield Case("hybrid-dcr", [
        f"synthesize {COHORT} --method hybrid --generator copula {held} --dcr-filter --dcr-quantile .05 {PARTS} {ALL}"])
    scaled = "--overlap-scale 2 --effect-scale -0.5 --heterogeneity 0.5"
    for method, knobs in {"plasmode": "", "realcause": scaled, "marginal": "--average-effect .2"}.items():
        yield Case(method, [
            f"synthesize {COHORT} --method {method} {knobs} {PARTS} {ALL}",
            f"fit {TRIAL} --method {method} {knobs} --model trial.loom",
            "sample trial.loom --rows 120 --seed 9 -o trial.csv --truth trial-truth.csv --json trial.json"], True)


def presets():
    yield Case("preset-steam-paper", [f"synthesize {COHORT} --preset steam-paper {ALL}"])
    yield Case("preset-hybrid-paper", [f"synthesize {EXTREME} --preset hybrid-paper {ALL}"])
    yield Case("preset-hybrid-arf", [f"synthesize {TRIAL} --preset hybrid-paper --generator arf {ALL}"], True)
    yield Case("preset-wgan", [f"synthesize {TRIAL} --preset wgan {PARTS} {ALL}"])
    for preset in ("causalmix-paper", "credence"):
        yield Case(f"preset-{preset}", [f"synthesize {TOY} --preset {preset} --tau .1 --rows 100 {ALL}"])


def mechanisms():
    for propensity in PROPENSITIES:
        yield Case(f"propensity-{propensity.replace(':', '-')}", [
            f"synthesize {CLINIC} {BOOTSTRAP} --propensity {propensity} --outcome-model linear {ALL}"],
                   propensity in ("spline", "boosting", "stack"))
    roles = SCORE_ROLES.replace("pi,", "")
    yield Case("propensity-known", [
        f"synthesize ../inputs/clinic.csv {roles} {BOOTSTRAP} --propensity known:pi --outcome-model linear {ALL}"], True)
    for calibration in ("platt", "isotonic", "none"):
        for propensity in ("forest", "boosting"):
            yield Case(f"calibration-{calibration}-{propensity}", [
                f"synthesize {COHORT} {BOOTSTRAP} --propensity {propensity} --calibration {calibration} --outcome-model linear {ALL}"],
                       propensity == "forest")
    for model in OUTCOME_MODELS:
        for name, data in (("", CLINIC), ("-binary", TRIAL)):
            yield Case(f"outcome-{model}{name}", [
                f"synthesize {data} {BOOTSTRAP} --propensity logistic --outcome-model {model} {ALL}"],
                       model in ("slearner", "forest", "stack"))
    for noise in NOISES:
        for model in ("linear", "boosting"):
            yield Case(f"noise-{noise}-{model}", [
                f"synthesize {COHORT} {BOOTSTRAP} --propensity logistic --outcome-model {model} --outcome-noise {noise} {ALL}"],
                       model == "boosting")


def completing():
    able = {"steam": ("copula", "argn", "lm"), "hybrid": ("copula",), "joint": ("copula", "argn", "arf"), "joint-xw": ("copula", "argn")}
    for method, generator in ((method, generator) for method, generators in able.items() for generator in generators):
        truth = "" if method == "joint" else "--truth truth.csv"
        parts = PARTS if method in ("steam", "hybrid") else ""
        refused = "" if method == "joint" else "2! "
        yield Case(f"given-{method}-{generator}", [
            f"fit {CLINIC} --method {method} --generator {generator} {parts} --model model.loom --json fit.json",
            "sample model.loom --rows 80 --seed 7 -o rows.csv --json rows.json",
            f"sample model.loom --given ../inputs/given.csv --seed 8 -o given.csv {truth} --json given.json",
            f"{refused}sample model.loom --given ../inputs/given-outcome.csv -o outcome.csv"], generator == "copula")


def evaluating():
    synthetic = f"--generator copula {PARTS} -o rows.csv --truth truth.csv --quiet"
    cohort, trial = (f"evaluate {data.replace(' ', ' rows.csv ', 1)} --json metrics.json" for data in (COHORT, TRIAL))
    yield Case("evaluate", [f"synthesize {COHORT} {synthetic}", cohort], True)
    yield Case("evaluate-holdout", [
        f"synthesize {COHORT} --holdout 0.3 --holdout-out holdout.csv {synthetic}", f"{cohort} --holdout holdout.csv --truth truth.csv"])
    yield Case("evaluate-repeats", [
        f"synthesize {TRIAL} {synthetic}", f"{trial} --holdout ../inputs/extreme.csv --repeats 2 --seed 4"])
    yield Case("evaluate-clinic", [
        f"synthesize {CURED} {synthetic}", f"evaluate {CURED.replace(' ', ' rows.csv ', 1)} --json metrics.json"])
    yield Case("evaluate-steam-paper", [f"synthesize {COHORT} {synthetic}", f"{cohort} --preset steam-paper"])


def estimating():
    for nuisance in NUISANCES:
        yield Case(f"estimate-{nuisance}", [
            f"estimate {data} --estimand {estimand} --nuisance {nuisance} --json {estimand}{name}.json"
            for estimand in ESTIMANDS for name, data in (("", f"{CLINIC} --folds 3"), ("-binary", f"{TRIAL} --seed 6"))],
                   nuisance in ("stack", "linear"))
    yield Case("estimate-each", [
        f"estimate {COHORT} --estimators {e} --nuisance linear --json {e}.json" for e in ("or", "ipw", "aipw", "tmle")])
    pairs = ["logistic+linear", "forest+boosting", "randomized:0.5+constant", "constant+stack", "network+slearner", "boosting+tlearner"]
    yield Case("estimate-pairs", [f"estimate {TRIAL} --nuisance {pair} --json pair{i}.json" for i, pair in enumerate(pairs)])
    roles = "estimate ../inputs/clinic.csv -t arm"
    yield Case("estimate-clustered", [
        f"{roles} -y score --drop id,pi,effect,cured,w8 --cluster clinic --estimand {e} --json {e}.json" for e in ESTIMANDS], True)
    yield Case("estimate-weighted", [
        f"{roles} -y score --drop id,pi,effect,cured,clinic --weights w8 --nuisance {n} --json {n}.json" for n in NUISANCES[:5]], True)
    yield Case("estimate-weighted-clustered", [
        f"{roles} -y cured --drop id,pi,effect,score --weights w8 --cluster clinic --estimand {e} --json {e}.json" for e in ESTIMANDS])
    yield Case("estimate-truth", [
        f"{roles} -y score --drop id,pi,cured,clinic,w8 --truth effect --nuisance linear --json run.json"], True)
    yield Case("estimate-known", [
        f"estimate {TRIAL} --known-propensity .5 --json run.json",
        f"estimate {COHORT} --nuisance boosting --calibration isotonic --clip .05 --folds 4 --json isotonic.json",
        f"estimate {COHORT} --nuisance forest --calibration none --folds 1 --json none.json"], True)
    yield Case("estimate-hybrid-paper", [f"estimate {TRIAL} --preset hybrid-paper --json run.json"])
    yield Case("estimate-files", [
        "estimate ../inputs/normal.csv -t w -y y --json run.json",
        "estimate ../inputs/clinic-semicolon.csv -t arm -y cured --covariates age,site,marker --json semicolon.json"])


def augmenting():
    linear = "--nuisance linear"
    variants = {
        "plain": linear,
        "stack": "",
        "transport": f"--averaging transport {linear}",
        "pooled": f"--averaging pooled --clip delta_n {linear}",
        "hybrid": f"--variant hybrid {linear}",
        "flip": f"--variant flip --flip .2 {linear}",
        "row": f"--order row --caliper none {linear}",
        "quantile": "--quantile .1 --estimators aipw,tmle --nuisance forest",
        "bounds": "--lower .1 --upper .9 --caliper 1 --folds 3 --nuisance spline",
        "paper": "--preset hybrid-paper",
    }
    for name, flags in variants.items():
        yield Case(f"augment-{name}", [
            f"augment {EXTREME} --donors ../inputs/donors.csv --donors-are real -o rows.csv --json run.json {flags}"],
                   name in ("plain", "transport", "flip"))
    yield Case("augment-origins", [
        f"augment {COHORT} --donors ../inputs/pool.csv --donors-are synthetic --lower .3 --upper .7 {linear} -o rows.csv --json run.json",
        f"synthesize {COHORT} --generator copula --rows 200 {PARTS} -o own.csv --quiet",
        f"augment {COHORT} --donors own.csv --donors-are self --allow-self --lower .3 {linear} -o self.csv --json self.json"])


def sandboxes():
    bent = "--tau '.1 + .05 * tanh(X_uniform)' --kappa0 .05 --kappa1 '-.05 * tanh(X_uniform)'"
    full = f"{bent} --log-alpha 'X_bin + ifelse(X_exp > 2, .5, 0)' {BOOTSTRAP}"
    everything = f"{ALL} --verification proof.json --allow-unverified"
    numeric = "--tau '-4 + .1 * (age - 60)' --kappa0 -1 --kappa1 -1"
    yield Case("sandbox-exact", [f"sandbox {TOY} {full} --proxies 2 --proxy-noise .5 {everything}"], True)
    yield Case("sandbox-numeric", [
        f"sandbox {COHORT} {numeric} --generator copula --outcome-range observed --u-imbalance .3 --rows 200 {everything}"])
    yield Case("sandbox-tilt", [f"sandbox {TOY} --tau .2 --generator copula --tilt .25 --outcome-noise none {everything}"])
    yield Case("sandbox-scenario", [f"sandbox {TOY} --scenario toy-s3 --generator arf --paper-metrics paper.json {everything}"])
    yield Case("sandbox-penalty", [f"sandbox {TOY} --scenario toy-s1 --mode penalty --rows 150 {everything}"])
    yield Case("sandbox-penalty-other", [
        f"sandbox {TOY} --tau .1 --mode penalty --prior gaussian --reconstruction mse --control huber --rows 100 {everything}"])
    yield Case("sandbox-refused", [f"1! sandbox {TOY} --tau .9 --kappa1 .6 {BOOTSTRAP} -o rows.csv --verification proof.json"])
    yield Case("sandbox-paper", [f"sandbox {TOY} --tau .1 --preset causalmix-paper {everything}"])
    yield Case("sandbox-credence", [f"sandbox {TOY} --tau .1 --preset credence {everything}"])
    yield Case("sandbox-method", [f"synthesize {TOY} --method sandbox {full} --proxies 1 {ALL}"])


def studies():
    for name in ("estimators", "sources", "fitted", "overlap", "sandbox"):
        file, table = f"../inputs/studies/{name}.yaml", "--table table.md" if name in ("sandbox", "fitted") else ""
        yield Case(f"study-{name}", [
            f"study run {file} --out study --shard 2/3 --no-progress",
            "study status study --json shard.json",
            f"study run {file} --out study --json run.json {table} --no-progress",
            "study status study",
            f"study report study --complete --json report.json {table}"], name in ("estimators", "fitted"))
