import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { createTestDatabase } from "#db/testing/database";
import type { MasterSecret } from "#lib/crypto/seal";
import { randomToken } from "#lib/kernel/digest";
import { checkSecret, readMasterSecret } from "./secret.ts";

const { workspace } = await RunningWorkspace.open();

test("a start with a different secret than the keys are sealed with is refused, with what to do", async () => {
  // Runs first, because a key opened once remains open in its process.
  await expect(checkSecret(workspace.db, randomToken() as MasterSecret)).rejects.toThrow(
    /COUNTERSIGN_SECRET .* Use the original secret/,
  );
  await expect(checkSecret(workspace.db, workspace.runtime.secret)).resolves.toBeUndefined();
});

test("before set-up any secret is accepted", async () => {
  const { db } = await createTestDatabase();
  await expect(checkSecret(db, randomToken() as MasterSecret)).resolves.toBeUndefined();
});

test("a generated secret is readable by its owner only, and each later start reads the same", () => {
  const dataFolder = mkdtempSync(path.join(tmpdir(), "countersign-secret-"));
  onTestFinished(() => rmSync(dataFolder, { recursive: true }));
  const config = { ...workspace.runtime.config, secret: undefined, dataFolder };
  const secret = readMasterSecret(config);
  expect(secret.length).toBeGreaterThanOrEqual(32);
  expect(readMasterSecret(config)).toBe(secret);
  expect(statSync(path.join(dataFolder, "secret")).mode & 0o777).toBe(0o600);
});
