import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { client, version } from "../repository.mjs";
import { packNpmPackage } from "./npm-package.ts";
import { packWheel } from "./wheel.ts";

/** Writes what a server offers under `/downloads`: the clients of its own version. */
export async function writeDownloads(folder: string): Promise<void> {
  const npmPackage = await packNpmPackage();
  const command = { name: `countersign-${version}.cjs`, content: readFileSync(client) };
  mkdirSync(folder, { recursive: true });
  for (const { name, content } of [command, npmPackage, packWheel()])
    writeFileSync(path.join(folder, name), content);
}
