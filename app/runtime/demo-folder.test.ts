import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { demoMarker, isDemo } from "./demo-folder.ts";

const dataFolder = mkdtempSync(path.join(tmpdir(), "countersign-demo-"));
const marker = path.join(dataFolder, demoMarker.name);

test("pages say that they are a demo only for the embedded database in the demo's own folder", () => {
  expect(isDemo({ databaseUrl: undefined, dataFolder })).toBe(false);
  writeFileSync(marker, demoMarker.content);
  expect(isDemo({ databaseUrl: undefined, dataFolder })).toBe(true);
  expect(isDemo({ databaseUrl: "postgres://db", dataFolder })).toBe(false);
});

test("a file with another content isn't the demo's marker", () => {
  for (const content of ["", `${demoMarker.content}\n`]) {
    writeFileSync(marker, content);
    expect(isDemo({ databaseUrl: undefined, dataFolder })).toBe(false);
  }
});
