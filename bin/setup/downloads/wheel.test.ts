import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { repository } from "../repository.mjs";
import { packWheel } from "./wheel.ts";

const python = "/usr/bin/python3";
const has = (modules: string) => spawnSync(python, ["-c", `import ${modules}`]).status === 0;
const folder = mkdtempSync(path.join(tmpdir(), "countersign-wheel-"));
afterAll(() => rmSync(folder, { recursive: true }));
const { name, content } = packWheel();
const wheel = path.join(folder, name);
writeFileSync(wheel, content);

test("two builds of the wheel have the same bytes", () => {
  expect(packWheel().content.equals(content)).toBe(true);
});

const skipped = (packages: string) => `skipped, because Debian's ${packages} are missing`;
const canBuild = has("build, hatchling");
test.skipIf(!canBuild)(
  canBuild
    ? "the wheel has the name, the files and the metadata of the one that hatchling builds"
    : skipped("python3-build and python3-hatchling"),
  () => {
    const built = path.join(folder, "hatchling");
    const args = ["-m", "build", "--wheel", "--no-isolation", "--outdir", built, `${repository}/python`];
    execFileSync(python, args, { stdio: "ignore" });
    expect(readdirSync(built)).toEqual([name]);
    expect(contentsOf(wheel)).toEqual(contentsOf(path.join(built, name)));
  },
);

const canInstall = has("pip");
test.skipIf(!canInstall)(
  canInstall ? "pip installs the wheel into an empty folder, without a network" : skipped("python3-pip"),
  () => {
    const target = path.join(folder, "installed");
    const args = ["-m", "pip", "install", "--no-deps", "--no-index", "--target", target, wheel];
    execFileSync(python, args, { stdio: "ignore" });
    expect(readdirSync(path.join(target, name.replace(/-py3.*/, ".dist-info"), "licenses"))).toEqual([
      "LICENSE",
    ]);
    const use = "import countersign.receipts, importlib.metadata as m; print(m.version('countersign'))";
    const found = execFileSync(python, ["-c", use], {
      env: { ...process.env, PYTHONPATH: target },
      encoding: "utf8",
    });
    expect(name).toBe(`countersign-${found.trim()}-py3-none-any.whl`);
  },
);

/** Each file of a wheel, except for the program that built it, what follows from that, and the order. */
function contentsOf(file: string): Record<string, string> {
  const read = `import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    assert wheel.testzip() is None
    print(json.dumps({name: wheel.read(name).decode() for name in wheel.namelist()}))`;
  const options = { encoding: "utf8", maxBuffer: 10_000_000 } as const;
  const files: Record<string, string> = JSON.parse(execFileSync(python, ["-c", read, file], options));
  const without = (text: string) => text.replace(/^Generator: .*$/m, "").replace(/(\/WHEEL),.*$/m, "$1");
  const sorted = (name: string, text: string) =>
    name.endsWith("/RECORD") ? text.split("\n").sort().join("\n") : text;
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [name, sorted(name, without(text))]));
}
