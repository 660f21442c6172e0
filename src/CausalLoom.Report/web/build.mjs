// Builds the charting bundle: node build.mjs OUTPUT. MSBuild runs it (CausalLoom.Report.csproj).
// Installs the locked packages into a directory of its own beside the output and moves the finished bundle into place,
// so that builds running at the same time cannot disturb each other and the source tree stays clean.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";

const source = import.meta.dirname ?? dirname(new URL(import.meta.url).pathname);
const output = resolve(process.argv[2]);
const stage = join(dirname(output), `stage-${process.pid}`);

function install() {
  const npm = spawnSync("npm ci --no-audit --no-fund --ignore-scripts --loglevel=error", {
    cwd: stage,
    shell: true,
    encoding: "utf8",
  });
  if (npm.status !== 0) {
    const reason = `${npm.stdout}${npm.stderr}`.split("\n").find((line) => /error/i.test(line)) ?? "npm is missing";
    throw new Error(`npm ci failed (${reason.trim()})`);
  }
}

// What published packages have copied into their own files, so that no input of the bundle names it.
const inlined = {
  "d3-delaunay": ["delaunator", "robust-predicates"],
  "vega-embed": ["fast-json-patch", "semver"],
};

// Reports carry the bundle, so they carry the licences of what is in it, each text once.
function licences(inputs) {
  const named = inputs.map((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]).filter(Boolean);
  const packages = new Set(named.flatMap((name) => [name, ...(inlined[name] ?? [])]));
  const byText = new Map();
  for (const name of [...packages].sort()) {
    const directory = join(stage, "node_modules", name);
    const file = readdirSync(directory).find((entry) => /^licen[cs]e/i.test(entry));
    const text = readFileSync(join(directory, file), "utf8").replaceAll("*/", "* /").replaceAll("\u00a9", "(c)").replace(/[^\x00-\x7f]/g, "?").trim();
    byText.set(text, [...(byText.get(text) ?? []), name]);
  }

  return [...byText].map(([text, names]) => `/*! ${names.join(", ")}\n${text.replaceAll("\r", "")} */\n`).join("");
}

function bundle() {
  const { buildSync } = createRequire(join(stage, "report.js"))("esbuild");
  const built = buildSync({
    absWorkingDir: stage,
    entryPoints: ["report.js"],
    outfile: "bundle.js",
    write: false,
    metafile: true,
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2020",
    legalComments: "none",
    charset: "ascii",
    logLevel: "silent",
  });
  const finished = join(stage, "bundle.js");
  writeFileSync(finished, licences(Object.keys(built.metafile.inputs)) + built.outputFiles[0].text);
  renameSync(finished, output);
}

try {
  mkdirSync(stage, { recursive: true });
  for (const file of ["package.json", "package-lock.json", ".npmrc", "report.js"]) {
    copyFileSync(join(source, file), join(stage, file));
  }

  install();
  bundle();
} catch (error) {
  // One line, which MSBuild shows.
  console.log(String(error.message).split("\n")[0]);
  process.exitCode = 1;
} finally {
  rmSync(stage, { recursive: true, force: true });
}
