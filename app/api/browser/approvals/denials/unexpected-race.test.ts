import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { decisionState, refund, requestRefund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { expectWaiting } from "#db/testing/expect-waiting";
import { holdAgent } from "#lib/lifecycle/hold-agent";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { reinstatePerson } from "#lib/membership/reinstate-person";

const { workspace, admin } = await RunningWorkspace.open();
const { db, time } = workspace;
const owner = await workspace.person("Olga", ["approver"], admin);
const backups: SignedInPerson[] = [];
for (const name of ["Bo", "Cy", "Dee", "Eli", "Fay"])
  backups.push(await workspace.person(name, ["approver"], admin));
const [bo = owner] = backups;
let agent: CallingAgent;

beforeEach(async () => {
  agent = await workspace.agent(admin, owner, backups);
});

interface Answered {
  status: number;
  state?: string;
  code?: string;
  detail?: string;
}

async function answered(response: Promise<Response>): Promise<Answered> {
  const answer = await response;
  return { ...((await answer.json()) as Omit<Answered, "status">), status: answer.status };
}

const unexpected = (person: SignedInPerson, id: string) =>
  answered(person.post(`/api/requests/${id}/unexpected`, {}));

async function approval(person: SignedInPerson, id: string): Promise<() => Promise<Answered>> {
  const credential = await person.sign(id);
  return () => answered(person.post(`/api/requests/${id}/approvals`, { credential }));
}

/** Resolves when an approval of the request has consumed its challenge. */
async function approvalStarted(id: string): Promise<void> {
  let started: unknown;
  while (!started)
    [started] = await db.$client`select from challenges where request_id = ${id} and used_at is not null`;
}

const open = () => db.$client`
  select r.id from requests r left join grants g on g.request_id = r.id
  where r.agent_id = ${agent.id} and (r.state = 'pending' or g.state = 'issued')`;
const statusOf = async () => (await db.$client`select status from agents where id = ${agent.id}`)[0]?.status;
const holdsOf = () =>
  db.$client`select id from audit_events where agent_id = ${agent.id} and type = 'agent.held'`;

test("of twenty calls that approve or hold, one person wins, and each loser learns the winner's name", async () => {
  const everyone = [owner, ...backups];
  for (let round = 0; round < 2; round += 1) {
    agent = await workspace.agent(admin, owner, backups);
    const id = await requestRefund(agent);
    // Three people approve, and everyone sends a hold as well. In the second round the holds start
    // after an approval has, because an approval takes longer.
    const approving = everyone.filter((_, n) => (n + round) % 2 === 0);
    const calls = await Promise.all(
      Array.from({ length: 20 }, async (_, n) => {
        const person = everyone[n % everyone.length] ?? owner;
        const approves = approving.includes(person) && n < everyone.length;
        return {
          person,
          approves,
          send: approves
            ? await approval(person, id)
            : (started: Promise<void>) => started.then(() => unexpected(person, id)),
        };
      }),
    );
    const started = round === 0 ? Promise.resolve() : approvalStarted(id);
    const answers = await Promise.all(
      calls.map(async (call) => ({ ...call, ...(await call.send(started)) })),
    );
    const winning = answers.filter(({ status }) => status === 201);
    const [winner] = winning;
    const isHeld = winner?.approves === false;
    expect(new Set(winning.map(({ person, approves }) => `${person.viewer.name} ${approves}`)).size).toBe(1);
    const did = isHeld
      ? "denied this request just now and put the agent on hold."
      : "approved this request just now.";
    for (const { status, code, detail, person } of answers.filter((answer) => answer.status !== 201)) {
      expect([status, code], `${person.viewer.name} ${detail}`).toEqual([409, "already_decided"]);
      const name = person === winner?.person ? "You" : winner?.person.viewer.name;
      expect(detail?.startsWith(`${name} ${did}`), detail).toBe(true);
    }
    expect(await decisionState(db, id)).toMatchObject({ decisions: 1, grants: isHeld ? 0 : 1 });
    expect(await statusOf()).toBe(isHeld ? "quarantined" : "active");
    expect(await holdsOf()).toHaveLength(isHeld ? 1 : 0);
  }
});

test("no grant outlives the hold: an approval of another request is refused or its grant revoked", async () => {
  for (let round = 0; round < 3; round += 1) {
    agent = await workspace.agent(admin, owner, backups);
    const unwanted = await requestRefund(agent);
    const approvals = await Promise.all(
      [owner, ...backups.slice(1)].map(async (person) => approval(person, await requestRefund(agent))),
    );
    const [held, ...others] = await Promise.all([
      unexpected(bo, unwanted),
      ...approvals.map((send) => send()),
      answered(agent.ask({ action: refund(1) })),
    ]);
    expect(held?.status).toBe(201);
    for (const { status, code } of others)
      if (status >= 400) expect(["request_cancelled", "agent_quarantined", "conflict"]).toContain(code);
    expect(await open()).toEqual([]);
  }
});

test("an unexpected request that waits for its agent's lock holds no lock of the request", async () => {
  const id = await requestRefund(agent);
  const answer = await db.transaction(async (tx) => {
    await tx.execute(sql`select id from agents where id = ${agent.id} for update`);
    const sent = unexpected(bo, id);
    await expectWaiting(db, 1);
    const free = await db.$client`select id from requests where id = ${id} for update skip locked`;
    expect(free).toHaveLength(1);
    return { sent };
  });
  expect((await answer.sent).status).toBe(201);
});

test("two unexpected requests, a hold and a suspension of the owner leave nothing open, without a deadlock", async () => {
  const { personId } = owner.viewer;
  const refusals = ["request_cancelled", "agent_quarantined", "conflict", "not_found", "not_entitled"];
  for (let round = 0; round < 2; round += 1) {
    agent = await workspace.agent(admin, owner, backups);
    const [first, second] = [await requestRefund(agent), await requestRefund(agent)];
    const [, held, ...answers] = await Promise.allSettled([
      suspendPerson(db, { actor: admin.viewer, personId, now: time.now }),
      holdAgent(db, { actor: admin.viewer, agentId: agent.id, reason: null, now: time.now }),
      ...backups.map((person, n) => unexpected(person, n % 2 ? first : second)),
    ]);
    await reinstatePerson(db, { actor: admin.viewer, personId, now: time.now });
    if (held.status === "rejected") expect(held.reason.code).toBe("conflict");
    for (const answer of answers) {
      if (answer.status === "rejected") throw answer.reason;
      if (answer.value.status !== 201) expect([...refusals, "already_decided"]).toContain(answer.value.code);
    }
    expect(await statusOf()).toBe("quarantined");
    expect(await holdsOf()).toHaveLength(1);
    expect(await open()).toEqual([]);
  }
});
