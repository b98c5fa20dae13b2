import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { prepareClient } from "../bundle-client.ts";
import { cacheFolder, client, repository, version } from "../repository.mjs";
import { tarball } from "./archives.ts";
import { filesBelow } from "./files-below.ts";

const compiler = path.join(repository, "node_modules/typescript/bin/tsc");
const folder = path.join(repository, "client");

/**
 * The package `client` as npm installs it, with the command line, and with the one package that it
 * depends on: an installation needs this server alone. Not npm's `pack`, which takes dependencies from
 * the package's own folder only.
 */
export async function packNpmPackage(): Promise<{ name: string; content: Buffer }> {
  await prepareClient();
  const { name, ...more } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  const bundled = (more.bundleDependencies as string[]).flatMap((dependency) =>
    // A start without development packages has removed the source maps.
    filesBelow(path.join(repository, "node_modules", dependency), `node_modules/${dependency}`).filter(
      (file) => !file.name.endsWith(".map"),
    ),
  );
  const own = ["LICENSE", "README.md"].map((file) => ({
    name: file,
    content: readFileSync(path.join(folder, file)),
  }));
  const manifest = {
    name: "package.json",
    content: Buffer.from(JSON.stringify({ name, version, ...more }, null, 2)),
  };
  const command = { name: "countersign.cjs", content: readFileSync(client) };
  const entries = [...own, manifest, command, ...compile(), ...bundled];
  const content = tarball(entries.map((entry) => ({ ...entry, name: `package/${entry.name}` })));
  return { name: `${name}-${version}.tgz`, content };
}

/** The package's code and types. Without checks: `npm test` makes them, with more packages. */
function compile() {
  const output = mkdtempSync(path.join(cacheFolder, "client-"));
  try {
    const project = ["--project", path.join(folder, "tsconfig.json")];
    const args = [compiler, ...project, "--noCheck", "--outDir", output];
    const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
    if (status !== 0) throw new Error("the package of the client could not be compiled");
    return filesBelow(output, "dist");
  } finally {
    rmSync(output, { recursive: true });
  }
}
