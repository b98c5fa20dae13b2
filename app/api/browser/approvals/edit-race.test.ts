import { expect, test } from "vitest";
import { decisionState, refusal } from "#app/api/testing/requests";
import { offer, openEdits, send, signEdit } from "./testing/edits.ts";

const { workspace, owner, backup, third, publish, ask } = await openEdits();
const stateOf = (id: string) => decisionState(workspace.db, id);

test("of an edit and an approval at the same time, one wins and there is one grant", async () => {
  for (let round = 0; round < 5; round++) {
    const { request } = await ask();
    const [credential, plain] = [
      await signEdit(owner, request.id, { "/amount": "900" }),
      await backup.sign(request.id),
    ];
    const results = await Promise.all([
      refusal(send(owner, request.id, credential)),
      refusal(backup.post(`/api/requests/${request.id}/approvals`, { credential: plain })),
    ]);
    expect(results.filter(([status]) => status === 201)).toHaveLength(1);
    expect(results.find(([status]) => status !== 201)).toEqual([409, "already_decided"]);
    expect(await stateOf(request.id)).toMatchObject({ state: "approved", grants: 1 });
  }
});

test("a statement of the action before an edit approves nothing after it", async () => {
  const { request } = await ask(9000);
  const before = await backup.sign(request.id);
  await send(owner, request.id, await signEdit(owner, request.id, { "/amount": "900" }));
  const answer = backup.post(`/api/requests/${request.id}/approvals`, { credential: before });
  expect(await refusal(answer)).toEqual([409, "request_changed"]);
  expect(await stateOf(request.id)).toMatchObject({ state: "pending", grants: 0 });
});

test("of two people who edit at the same time, one wins, and an edited request isn't edited again", async () => {
  const { request } = await ask(9000);
  const credentials = [
    await signEdit(owner, request.id, { "/amount": "900" }),
    await signEdit(backup, request.id, { "/amount": "800" }),
  ] as const;
  const results = await Promise.all([
    refusal(send(owner, request.id, credentials[0])),
    refusal(send(backup, request.id, credentials[1])),
  ]);
  expect(results.filter(([status]) => status === 201)).toHaveLength(1);
  expect(results.find(([status]) => status !== 201)).toEqual([409, "request_changed"]);
  expect(await refusal(offer(third, request.id, { "/amount": "1" }))).toEqual([409, "edits_not_allowed"]);
});

test("a policy published after the edit was offered makes its statement invalid", async () => {
  const { request } = await ask();
  const credential = await signEdit(owner, request.id, { "/amount": "900" });
  await publish();
  expect(await refusal(send(owner, request.id, credential))).toEqual([409, "request_changed"]);
  expect(await stateOf(request.id)).toMatchObject({ state: "pending", grants: 0 });
});
