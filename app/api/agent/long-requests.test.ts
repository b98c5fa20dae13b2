import { beforeEach, expect, test } from "vitest";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { cleanUp } from "#app/process/jobs/clean-up";
import { addSeconds } from "#lib/kernel/clock";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import { longestRequestSeconds } from "#lib/policy/language/rule";
import { rule } from "#lib/policy/testing/judge";
import { actor } from "#lib/policy/testing/workspace";
import { publishPolicy } from "#lib/publishing/publish";
import { expireDue } from "#lib/requests/expire";

const { workspace, admin } = await RunningWorkspace.open();
const { db, time } = workspace;
// Requests expire at whole seconds.
time.now.setMilliseconds(0);
const owner = await workspace.person("Olga Owner", ["approver"], admin);
const agent = await workspace.agent(admin, owner);
await publishPolicy(db, {
  actor: actor("admin"),
  rules: [rule({ outcome: "step_up", requestTtlSeconds: longestRequestSeconds })],
  defaultOutcome: "step_up",
  expectedVersion: await currentPolicyVersion(db),
  now: time.now,
});

const days = (count: number) => count * 24 * 3600;
type Asked = {
  request: { id: string; expires_at: string };
  wait: { url: string; token: string };
  grant?: string;
};
let asked: Asked;

beforeEach(async () => {
  const answer = await agent.ask({ action: refund(), expires_in: days(30) });
  asked = (await answer.json()) as Asked;
});

/** Lets days pass, with the jobs of a running server, and a new session of the owner. */
async function pass(count: number): Promise<void> {
  time.now = addSeconds(time.now, days(count));
  await expireDue(db, time.now);
  await cleanUp(db, time.now);
  await owner.signIn();
}

test("a request of 30 days is decided on day 29 and redeemed", async () => {
  expect(new Date(asked.request.expires_at)).toEqual(addSeconds(time.now, days(30)));
  await pass(29);
  expect((await owner.approve(asked.request.id)).status).toBe(201);
  const { grant = "" } = (await (await agent.follow(asked.wait)).json()) as Asked;
  expect((await agent.redeem(grant, refund())).status).toBe(200);
});

test("a request of 30 days that no one decides expires on day 30", async () => {
  await pass(30);
  expect(await (await agent.follow(asked.wait)).json()).toMatchObject({ request: { state: "expired" } });
  expect((await agent.ask({ action: refund(), expires_in: days(30) + 1 })).status).toBe(422);
});

test("the statement of a page opened more than seven days ago gets no challenge", async () => {
  const shown = await owner.read(asked.request.id);
  const challenge = () => owner.post(`/api/requests/${asked.request.id}/challenges`, shown);
  await pass(6);
  expect((await challenge()).status).toBe(201);
  await pass(1);
  expect(await codeOf(await challenge())).toBe("request_changed");
  expect((await owner.approve(asked.request.id)).status).toBe(201);
});

test("a statement used in the first days gets no second challenge later", async () => {
  const shown = await owner.read(asked.request.id);
  const path = `/api/requests/${asked.request.id}`;
  const { options } = (await (await owner.post(`${path}/challenges`, shown)).json()) as {
    options: { challenge: string };
  };
  const credential = owner.authenticator.get(options, { userVerified: false });
  expect((await owner.post(`${path}/approvals`, { credential })).status).toBeGreaterThanOrEqual(400);
  await pass(3);
  expect(await codeOf(await owner.post(`${path}/challenges`, shown))).toBe("request_changed");
});
