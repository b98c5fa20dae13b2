import { beforeEach, expect, test } from "vitest";
import { removeRule } from "#lib/policy/drafts/draft-rules";
import { foreseeNextVersion } from "#lib/policy/drafts/next-version";
import { publishPolicy } from "#lib/publishing/publish";
import { now, refund } from "#lib/testing/workspace";
import { actor } from "../testing/workspace.ts";
import { findReplay, latestReplay, replayProgress } from "./find-replay.ts";
import { listReplayChanges } from "./list-changes.ts";
import { admin, noRefunds, ReplayWorkspace, three } from "./testing/replay-workspace.ts";
import { replayValidity } from "./validity.ts";

let workspace: ReplayWorkspace;
beforeEach(async () => {
  workspace = await ReplayWorkspace.open();
});

test("the page lists changes by outcome, a page at a time, and shows when the draft has changed since", async () => {
  await workspace.fill(60);
  const id = await workspace.steppedUp(1250);
  await workspace.draft(noRefunds);
  const replayId = await workspace.start();
  await workspace.run();
  const viewer = admin;
  const list = (filter: object) => listReplayChanges(workspace.db, viewer, replayId, filter);
  const first = await list({});
  const second = await list({ after: first.next });
  expect([first.changes.length, second.changes.length, second.next]).toEqual([50, 11, undefined]);
  expect(first.changes[0]).toMatchObject({ requestId: id, resource: "charge/ch_81", agentName: "Support" });
  expect((await list({ from: "step_up_1", to: "block" })).changes.map(({ requestId }) => requestId)).toEqual([
    id,
  ]);
  expect((await list({ from: "block" })).changes).toEqual([]);

  const validity = async () => replayValidity(workspace.db, await findReplay(workspace.db, viewer, replayId));
  expect(await validity()).toEqual({ of: "draft" });
  await workspace.draft(three);
  expect(await validity()).toEqual({ of: "earlier_draft" });
  const { revision } = (await foreseeNextVersion(workspace.db)).draft;
  await removeRule(workspace.db, { actor: admin, ruleId: "three", revision, now });
  await publishPolicy(workspace.db, {
    ...{ actor: admin, ...(await foreseeNextVersion(workspace.db)), expectedVersion: 1, now },
  });
  expect(await validity()).toEqual({ of: "in_force", version: 2 });

  for (const role of ["approver", "auditor"] as const) {
    const otherViewer = actor(role);
    await expect(findReplay(workspace.db, otherViewer, replayId)).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(listReplayChanges(workspace.db, otherViewer, replayId, {})).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(latestReplay(workspace.db, otherViewer)).rejects.toMatchObject({ code: "not_found" });
    await expect(replayProgress(workspace.db, otherViewer, replayId)).rejects.toMatchObject({
      code: "not_found",
    });
  }
});

test("no text of an agent prevents the page from being shown", async () => {
  const wanted = { ...refund, params: { amount: 1250, currency: "USD", note: "\u0000" } };
  const id = await workspace.request(workspace.owned, { wanted });
  await workspace.draft(noRefunds);
  const replayId = await workspace.start();
  await workspace.run();
  const { changes } = await listReplayChanges(workspace.db, admin, replayId, {});
  expect(changes).toMatchObject([{ requestId: id, resource: "charge/ch_81" }]);
});
