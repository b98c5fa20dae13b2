import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { repository } from "./repository.mjs";

const offlinePage = path.join(repository, "app/service-worker/offline-page.ts");

/** Bundles the service worker. Equal sources give equal bytes: browsers install each changed worker. */
export async function bundleWorker(folder: string): Promise<void> {
  const revision = createHash("sha256").update(readFileSync(offlinePage)).digest("hex").slice(0, 16);
  await build({
    absWorkingDir: repository,
    entryPoints: ["app/service-worker/worker.ts"],
    outfile: path.join(folder, "service-worker/sw.js"),
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    define: { "process.env.NODE_ENV": '"production"', OFFLINE_REVISION: JSON.stringify(revision) },
    legalComments: "none",
    logLevel: "error",
  });
}
