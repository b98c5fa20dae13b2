import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { copyBinaries, platformPackage, runnableBinaries } from "./binaries.ts";

test("a copy of the database's programs is complete, without links back to its source", async () => {
  await runnableBinaries(undefined, tmpdir());
  const folder = mkdtempSync(path.join(tmpdir(), "countersign-binaries-"));
  const copy = path.join(folder, "postgresql");
  const { root } = await platformPackage();

  await Promise.all([
    copyBinaries(path.join(root, "native"), copy),
    copyBinaries(path.join(root, "native"), copy),
  ]);

  const links = readdirSync(path.join(copy, "lib"), { withFileTypes: true }).filter((entry) =>
    entry.isSymbolicLink(),
  );
  expect(links.length).toBeGreaterThan(0);
  for (const { name } of links)
    expect(path.isAbsolute(readlinkSync(path.join(copy, "lib", name)))).toBe(false);
  expect(execFileSync(path.join(copy, "bin/postgres"), ["--version"], { encoding: "utf8" })).toContain(
    "PostgreSQL",
  );
  rmSync(folder, { recursive: true });
});

test("where the embedded database isn't installed, the error names the settings of another one", async () => {
  const { arch } = process;
  onTestFinished(() => void Object.defineProperty(process, "arch", { value: arch }));
  Object.defineProperty(process, "arch", { value: "none" });
  await expect(platformPackage()).rejects.toThrow(
    /Set DATABASE_URL and COUNTERSIGN_SECRET, or DATABASE_URL_FILE/,
  );
});
