import { beforeEach, expect, test } from "vitest";
import { foreseeNextVersion } from "#lib/policy/drafts/next-version";
import { contentDigest } from "#lib/policy/versions/versions";
import { actor } from "../testing/workspace.ts";
import { publishingPreview } from "./find-replay.ts";
import { admin, noRefunds, ReplayWorkspace, three } from "./testing/replay-workspace.ts";

let workspace: ReplayWorkspace;
beforeEach(async () => {
  workspace = await ReplayWorkspace.open();
  await workspace.fill(3);
  await workspace.draft(noRefunds);
});

async function state(inForce = 1) {
  const draftDigest = contentDigest(await foreseeNextVersion(workspace.db));
  return publishingPreview(workspace.db, admin, { draftDigest, inForce });
}

async function replay(scope: object, against = "in_force") {
  await workspace.start({ scope, against });
  await workspace.run();
}

test("publishing expects a preview of the last 30 days against the live version, whatever else was previewed", async () => {
  await replay({ last: 1 });
  await replay({ last: 3 });
  await replay({ days: 29 });
  await replay({ days: 30 }, "then");
  expect(await state()).toBeUndefined();
  await workspace.start({ scope: { days: 30 }, against: "in_force" });
  expect(await state()).toBe("running");
  await workspace.start({ scope: { last: 1 }, against: "in_force" });
  expect(await state()).toBe("cancelled");
  await replay({ days: 30 });
  await replay({ last: 1 });
  expect(await state()).toBe("done");
});

test("a preview of more requests than there are is enough to publish", async () => {
  await replay({ last: 4 });
  expect(await state()).toBe("done");
});

test("a preview of another draft, or against an earlier version, is not enough to publish", async () => {
  await replay({ days: 30 });
  expect(await state()).toBe("done");
  expect(await state(2)).toBeUndefined();
  await workspace.draft(three);
  expect(await state()).toBeUndefined();
});

test("only admins read the state of a preview", async () => {
  for (const role of ["approver", "auditor"] as const)
    await expect(
      publishingPreview(workspace.db, actor(role), { draftDigest: "", inForce: 1 }),
    ).rejects.toMatchObject({ code: "not_found" });
});
