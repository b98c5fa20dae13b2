// npx tsx bin/pack-client.ts [folder]: compiles the package `client`, with its types, and packs the
// package into the folder, by default the current one. Not npm's `prepack`, because the repository's
// .npmrc turns off all scripts. Prints what npm says about the file, as JSON.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";
import { setUp } from "./setup.mjs";

// The compiler is one of the packages that `npm start` leaves out.
await setUp({ build: false, forDevelopment: true });

const folder = path.join(import.meta.dirname, "../client");
const destination = path.resolve(process.argv[2] ?? ".");
const compiler = path.join(folder, "../node_modules/typescript/bin/tsc");

rmSync(path.join(folder, "dist"), { recursive: true, force: true });
run(process.execPath, [compiler, "--project", path.join(folder, "tsconfig.json")]);
run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", destination]);

function run(command: string, args: string[]) {
  const { status } = spawnSync(command, args, { cwd: folder, stdio: "inherit" });
  if (status !== 0) process.exit(1);
}
