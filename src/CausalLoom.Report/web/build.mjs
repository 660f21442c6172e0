// Builds the charting bundle: node build.mjs OUTPUT. MSBuild runs it (CausalLoom.Report.csproj).
// Installs the locked packages into a directory of its own beside the output and moves the finished bundle into place,
// so that builds running at the same time cannot disturb each other and the source tree stays clean.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, renameSync, rmSync } from "node:fs";
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

async function bundle() {
  const { buildSync } = createRequire(join(stage, "report.js"))("esbuild");
  const bundled = join(stage, "bundle.js");
  buildSync({
    entryPoints: [join(stage, "report.js")],
    outfile: bundled,
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2020",
    legalComments: "none",
    charset: "ascii",
    logLevel: "silent",
  });
  renameSync(bundled, output);
}

try {
  mkdirSync(stage, { recursive: true });
  for (const file of ["package.json", "package-lock.json", ".npmrc", "report.js"]) {
    copyFileSync(join(source, file), join(stage, file));
  }

  install();
  await bundle();
} catch (error) {
  // One line, which MSBuild shows.
  console.log(String(error.message).split("\n")[0]);
  process.exitCode = 1;
} finally {
  rmSync(stage, { recursive: true, force: true });
}
