import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { announce } from "#lib/notices/announce";

const { workspace, admin } = await RunningWorkspace.open();

async function newestOf({ cookie }: SignedInPerson): Promise<string | null> {
  const response = await workspace.get("/api/notices", { cookie });
  return ((await response.json()) as { newest: string | null }).newest;
}

it("an open page hears of its viewer's new notice, and reads no other person's", async () => {
  const other = await workspace.person("Sue Second", ["admin"], admin);
  const before = await newestOf(other);
  const topic = `person/${other.viewer.personId}` as const;
  const heard = new Promise<void>((resolve) => workspace.runtime.events.subscribe(topic, resolve));
  const { now } = workspace.time;
  const except = [admin.viewer.personId];
  await workspace.db.transaction((tx) => announce(tx, { kind: "sso_bypassed", except, now }));
  await heard;
  const newest = await newestOf(other);
  expect(newest).toMatch(/^ntc_/);
  expect(newest).not.toBe(before);
  expect(await newestOf(admin)).not.toBe(newest);
  expect((await workspace.get("/api/notices")).status).toBe(401);
});
