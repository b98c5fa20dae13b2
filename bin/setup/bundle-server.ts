import path from "node:path";
import { build } from "esbuild";
import { unbundledPackages } from "../../next.config.ts";
import { repository } from "./repository.mjs";

const external = ["next", ...unbundledPackages].flatMap((name) => [name, `${name}/*`]);
/** Packages written as CommonJS load Node's own modules with `require`. */
const requireInModules =
  "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);";

/**
 * Bundles the server and its packages into `bundled-server/server.mjs` under `folder`. Loading some
 * hundred TypeScript files one by one took twice the time of a start, and loading the packages from
 * node_modules took a quarter more.
 * Code that is loaded with `import()` gets a file of its own and loads when it is reached: server.ts
 * sets NODE_ENV before any package is loaded.
 */
export async function bundleServer(folder: string): Promise<void> {
  await build({
    absWorkingDir: repository,
    entryPoints: [
      { in: "server.ts", out: "server" },
      // A thread starts from the file next to the starting code.
      { in: "lib/crypto/signature-worker.ts", out: "signature-worker" },
      { in: "lib/policy/action-types/schema/schema-worker.ts", out: "schema-worker" },
    ],
    outdir: path.join(folder, "bundled-server"),
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    external,
    banner: { js: requireInModules },
    platform: "node",
    format: "esm",
    target: "node20.19",
    sourcemap: "linked",
    // Node reads the whole map at the start, and needs the places alone.
    sourcesContent: false,
    logLevel: "error",
  });
}
