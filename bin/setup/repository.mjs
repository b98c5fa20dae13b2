import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this clone. */
export const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** For files that can be regenerated at any time; ignored by git. */
export const cacheFolder = path.join(repository, ".cache");

/** The face of text that the pages are served with. The face of code is next to it. */
export const textFace = path.join(cacheFolder, "fonts/text.woff2");

/** The command line: one file that needs nothing but Node. */
export const client = path.join(cacheFolder, "client/countersign.cjs");
