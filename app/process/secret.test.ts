import { expect, test } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { createTestDatabase } from "#db/testing/database";
import type { MasterSecret } from "#lib/crypto/seal";
import { randomToken } from "#lib/kernel/digest";
import { checkSecret } from "./secret.ts";

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
