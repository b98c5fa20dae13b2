// Writes the files of a release into a new folder, with their sums (docs/releasing.md):
// node --import tsx bin/release/write-release.ts <folder> [--tag v1.0.0] [--image <archive>]
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { tarball } from "../setup/downloads/archives.ts";
import { filesBelow } from "../setup/downloads/files-below.ts";
import { writeDownloads } from "../setup/downloads/write-downloads.ts";
import { SetupFailure } from "../setup/failure.mjs";
import { repository, version } from "../setup/repository.mjs";
import { orExplain } from "../setup.mjs";
import { refuseUnpreparedTag } from "./check-tag.ts";

const texts = { tag: { type: "string" }, image: { type: "string" } } as const;
const { values, positionals } = parseArgs({ options: texts, allowPositionals: true });
await orExplain(() => writeRelease(positionals[0]));

async function writeRelease(given: string | undefined): Promise<void> {
  if (given === undefined) throw new SetupFailure("Name the folder to write: it must not exist.");
  if (values.tag !== undefined)
    refuseUnpreparedTag(values.tag, readFileSync(path.join(repository, "CHANGELOG.md"), "utf8"));
  const folder = path.resolve(given);
  mkdirSync(folder);
  const write = (name: string, content: string | Uint8Array) =>
    writeFileSync(path.join(folder, name), content);
  await writeDownloads(folder);
  write(`countersign-chart-${version}.tgz`, packChart());
  write(`countersign-${version}.cdx.json`, billOfMaterials());
  if (values.image !== undefined)
    copyFileSync(values.image, path.join(folder, `countersign-image-${version}.tar`));
  write("SHA256SUMS", sumsOf(folder));
}

/** The chart as Helm installs it, with the version of the release. */
function packChart(): Buffer {
  const files = filesBelow(path.join(repository, "deploy/chart"), "countersign");
  return tarball(
    files.map(({ name, content }) => {
      if (path.basename(name) !== "Chart.yaml") return { name, content };
      const text = Buffer.from(content).toString().replaceAll("ersion: 0.0.0", `ersion: ${version}`);
      return { name, content: Buffer.from(text) };
    }),
  );
}

/** Of all platforms, in CycloneDX. */
function billOfMaterials(): Buffer {
  const args = ["sbom", "--sbom-format=cyclonedx", "--omit=dev", "--package-lock-only"];
  return execFileSync("npm", args, { cwd: repository, maxBuffer: 64 * 1024 ** 2 });
}

/** As `sha256sum -c` reads it. */
function sumsOf(folder: string): string {
  const lines = readdirSync(folder).map((name) => {
    const sum = createHash("sha256")
      .update(readFileSync(path.join(folder, name)))
      .digest("hex");
    return `${sum}  ${name}\n`;
  });
  return lines.sort().join("");
}
