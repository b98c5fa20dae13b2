import path from "node:path";
import { build } from "esbuild";
import { cacheFolder } from "../bin/setup/repository.mjs";

/**
 * Compiles a program of this folder for `node`: a loader of TypeScript would need memory and time of
 * the process that is measured.
 */
export async function compile(program: string): Promise<string> {
  const outfile = path.join(cacheFolder, "bench", `${path.basename(program, ".ts")}.mjs`);
  await build({
    entryPoints: [path.join(import.meta.dirname, program)],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20.19",
    logLevel: "error",
  });
  return outfile;
}
