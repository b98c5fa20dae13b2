// Copies what the built server reads while it runs, and nothing else, into the given folder.
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { build } from "esbuild";
import { repository } from "./repository.mjs";
import { buildFolder } from "./up-to-date.mjs";

interface Tracer {
  nodeFileTrace(
    files: string[],
    options: { base: string; processCwd: string; mixedModules: boolean; ignore: string[] },
  ): Promise<{ fileList: Set<string> }>;
}
// The tracer that made the lists of Next's build.
const require = createRequire(import.meta.url);
const { nodeFileTrace }: Tracer = require("next/dist/compiled/@vercel/nft");

const modules = path.join(repository, "node_modules");
/** What no list names: `server.ts` marks the folder, and the rest is read by name. */
const always = [
  ...["server.ts", "package.json", "LICENSE", "bin/countersign-server", "db/migrations"],
  ...["bin/setup/repository.mjs", "bin/setup/up-to-date.mjs"],
  // Served under /docs.
  ...["docs", "client/README.md", "python/README.md"],
  ...["tree-sitter-bash/package.json", "tree-sitter-bash/tree-sitter-bash.wasm"].map(inModules),
  ...["web-tree-sitter/web-tree-sitter.wasm"].map(inModules),
  // Next looks whether these files exist, and loads none.
  ...["next/dist/compiled/webpack", "next/dist/compiled/@babel/runtime/package.json"].map(inModules),
];
const license = /(^|node_modules\/)(@[^/]+\/)?[^/]+\/(licen[cs]e|notice|copying)[^/]*$/i;
const ofBuilding = /\.nft\.json$|\/(diagnostics|trace|trace-build|webpack\/bundle5\.js)$/;

const [, , target] = process.argv;
if (target === undefined) throw new Error("name the folder to copy to");
const built = buildFolder();
const files = new Set([...always, ...(await tracedModules()), ...pageModules()]);
for (const file of files) copy(path.join(repository, file), path.join(target, file));
copy(built, path.join(target, ".cache/builds/image"));
for (const file of licenses()) copy(path.join(modules, file), path.join(target, "licenses", file));
// Next would compile next.config.ts at each start.
await build({
  absWorkingDir: repository,
  entryPoints: ["next.config.ts"],
  outfile: path.join(target, "next.config.mjs"),
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20.19",
  logLevel: "error",
});

function copy(from: string, to: string): void {
  cpSync(from, to, { recursive: true, verbatimSymlinks: true, filter: (file) => !ofBuilding.test(file) });
}

function inModules(file: string): string {
  return path.join("node_modules", file);
}

/** The files of packages that the bundled server loads, Next's own server among them. */
async function tracedModules(): Promise<string[]> {
  const server = path.join(built, "bundled-server");
  const files = readdirSync(server).filter((name) => name.endsWith(".mjs"));
  const { fileList } = await nodeFileTrace(
    files.map((name) => path.join(server, name)),
    {
      base: repository,
      processCwd: repository,
      mixedModules: true,
      ignore: [
        ".cache/client/**",
        "node_modules/{tsx,typescript}/**",
        "**/*.{d.ts,dev.js,development.js}",
        "**/next/dist/{docs,compiled/{babel,babel-packages,terser,webpack}}/**",
      ],
    },
  );
  return [...fileList].filter((file) => file.startsWith("node_modules/"));
}

/** The files of packages that the pages load, by the lists of Next's build. */
function pageModules(): string[] {
  const lists = readdirSync(built, { recursive: true, encoding: "utf8" });
  return lists
    .filter((file) => file.endsWith(".nft.json"))
    .flatMap((list) => {
      const { files }: { files: string[] } = JSON.parse(readFileSync(path.join(built, list), "utf8"));
      // Relative to where Next built: bin/setup/build.ts moves the build.
      const folder = path.join(repository, ".next", path.dirname(list));
      return files.map((file) => path.relative(repository, path.resolve(folder, file)));
    })
    .filter((file) => file.startsWith("node_modules/"));
}

/** Of all packages, because bundles contain more of them than are copied. */
function licenses(): string[] {
  const files = readdirSync(modules, { recursive: true, encoding: "utf8" });
  return files.filter((file) => license.test(file));
}
