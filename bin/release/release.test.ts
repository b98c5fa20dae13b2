import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { parse } from "yaml";
import { repository, version } from "../setup/repository.mjs";
import { refuseUnpreparedTag } from "./check-tag.ts";

const folder = mkdtempSync(path.join(tmpdir(), "countersign-release-"));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(path.join(folder, "image.tar"), "layers");
const script = path.join(repository, "bin/release/write-release.ts");
const args = [
  "--import",
  "tsx",
  script,
  path.join(folder, "release"),
  "--image",
  path.join(folder, "image.tar"),
];
const written = spawnSync(process.execPath, args, { cwd: repository, encoding: "utf8" });
const canSign = spawnSync("cosign", ["version"]).status === 0;
const inRelease = {
  cwd: path.join(folder, "release"),
  env: { ...process.env, COSIGN_PASSWORD: "of a test" },
  encoding: "utf8",
} as const;

test("a release has the clients, the chart, the bill of materials and the image, each with its sum", () => {
  expect([written.status, written.stderr]).toEqual([0, ""]);
  const files = ["-py3-none-any.whl", ".cdx.json", ".cjs", ".tgz"].map(
    (end) => `countersign-${version}${end}`,
  );
  files.push(`countersign-chart-${version}.tgz`, `countersign-image-${version}.tar`);
  expect(readdirSync(inRelease.cwd).sort()).toEqual(["SHA256SUMS", ...files].sort());
  const checked = execFileSync("sha256sum", ["--strict", "--check", "SHA256SUMS"], inRelease);
  expect(checked.trim().split("\n").sort()).toEqual(files.map((name) => `${name}: OK`).sort());
});

test("the version of a release is that of package.json alone", () => {
  const read = (archive: string, file: string) =>
    execFileSync("tar", ["-xzOf", archive, file], { ...inRelease, encoding: "utf8" });
  const chart = parse(read(`countersign-chart-${version}.tgz`, "countersign/Chart.yaml"));
  expect(chart).toMatchObject({ name: "countersign", version, appVersion: version });
  const client = JSON.parse(read(`countersign-${version}.tgz`, "package/package.json"));
  expect(client).toMatchObject({ name: "countersign", version, dependencies: { jose: expect.any(String) } });
  const bom = JSON.parse(readFileSync(path.join(inRelease.cwd, `countersign-${version}.cdx.json`), "utf8"));
  expect(bom).toMatchObject({ bomFormat: "CycloneDX", metadata: { component: { version } } });
  const source = (file: string) => readFileSync(path.join(repository, file), "utf8");
  expect(JSON.parse(source("client/package.json"))).not.toHaveProperty("version");
  expect(source("python/pyproject.toml")).not.toMatch(/^version/m);
  expect(parse(source("deploy/chart/Chart.yaml"))).toMatchObject({ version: "0.0.0", appVersion: "0.0.0" });
  const lock = JSON.parse(source("package-lock.json"));
  expect([lock.version, lock.packages[""].version]).toEqual([version, version]);
  const search = ["grep", "-lE", "countersign-[0-9]+\\.[0-9]", "--", "*.md"];
  const documents = spawnSync("git", search, { cwd: repository, encoding: "utf8" }).stdout;
  expect(documents).toBe("");
});

test.skipIf(!canSign)(
  canSign
    ? "the signature verifies without a network, and a changed byte is refused"
    : "skipped, because Debian's cosign is missing",
  () => {
    const guide = readFileSync(path.join(repository, "docs/releasing.md"), "utf8");
    const commands = [...guide.matchAll(/^ *cosign .*$/gm)].map(([command]) => command.trim());
    const [generate = "", sign = "", verify = "", ...others] = commands;
    expect(others).toEqual([]);
    const run = (command: string) => spawnSync("sh", ["-ec", command], inRelease).status;
    expect([generate, sign, verify].map(run)).toEqual([0, 0, 0]);
    appendFileSync(path.join(inRelease.cwd, `countersign-${version}.cjs`), "\n");
    expect(run("sha256sum --check SHA256SUMS")).toBe(1);
    appendFileSync(path.join(inRelease.cwd, "SHA256SUMS"), "\n");
    expect(run(verify)).not.toBe(0);
  },
);

test("a tag of another version, or without a day in the changelog, is refused", () => {
  const dated = `## ${version} - 2027-01-31\n`;
  expect(() => refuseUnpreparedTag(`v${version}`, dated)).not.toThrow();
  expect(() => refuseUnpreparedTag("v0.9.0", dated)).toThrow(`package.json is ${version}`);
  for (const changelog of ["", `## ${version} - unreleased\n`, "## 0.9.0 - 2027-01-31\n"])
    expect(() => refuseUnpreparedTag(`v${version}`, changelog)).toThrow("the day of the release");
});
