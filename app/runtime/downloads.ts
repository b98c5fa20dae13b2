import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { repository } from "#db/repository";

/** A file of this version's clients. */
export interface Download {
  name: string;
  content: Buffer;
  /** In hexadecimal, as `sha256sum` reads it. */
  sha256: string;
}

/**
 * The files that the build made (bin/setup/downloads), in memory: the process serves those of its own
 * version even after a newer build replaced the folder. None while developing, where there is no build.
 */
export async function readDownloads(build: string | undefined): Promise<readonly Download[]> {
  if (!build) return [];
  const folder = path.resolve(repository, build, "downloads");
  const names = (await readdir(folder)).sort();
  return Promise.all(
    names.map(async (name) => {
      const content = await readFile(path.join(folder, name));
      return { name, content, sha256: createHash("sha256").update(content).digest("hex") };
    }),
  );
}
