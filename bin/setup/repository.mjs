import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** The one version of the server, its clients and its chart. */
export const { version } = JSON.parse(readFileSync(path.join(repository, "package.json"), "utf8"));

/** For regenerated files; ignored by git. */
export const cacheFolder = path.join(repository, ".cache");

/** The face of text, next to the face of code. */
export const textFace = path.join(cacheFolder, "fonts/text.woff2");

/** The command line: one file for Node alone. */
export const client = path.join(cacheFolder, "client/countersign.cjs");
