import path from "node:path";
import { repository } from "./repository.mjs";

/**
 * Bundles the server's own code into `bundled-server/server.mjs` under `folder`. Packages stay in
 * node_modules. Loading some hundred TypeScript files one by one took twice the time of a start.
 * Code that is loaded with `import()` gets a file of its own and loads when it is reached: server.ts
 * sets NODE_ENV before any package is loaded.
 */
export async function bundleServer(folder) {
  // Only here: the packages are installed by then.
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: repository,
    entryPoints: ["server.ts"],
    outdir: path.join(folder, "bundled-server"),
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20.19",
    sourcemap: "linked",
    logLevel: "error",
  });
}
