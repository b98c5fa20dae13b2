import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { demoMarker, isDemo } from "./demo-folder.ts";

test("pages say that they are a demo only for the embedded database in the demo's own folder", () => {
  const dataFolder = mkdtempSync(path.join(tmpdir(), "countersign-demo-"));
  expect(isDemo({ databaseUrl: undefined, dataFolder })).toBe(false);
  writeFileSync(path.join(dataFolder, demoMarker), "");
  expect(isDemo({ databaseUrl: undefined, dataFolder })).toBe(true);
  expect(isDemo({ databaseUrl: "postgres://db", dataFolder })).toBe(false);
});
