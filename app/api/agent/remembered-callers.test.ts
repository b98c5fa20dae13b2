import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { expectWaiting } from "#db/testing/expect-waiting";
import { addPublicKey } from "#lib/agents/keys/add-key";
import { newKeyPair } from "#lib/agents/testing/key-pair";
import { recallCaller } from "#lib/callers/find-signed-caller";
import { currentKid, rotateSigningKey } from "#lib/crypto/signing-key";
import { findVersion } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";

// No change tells the memory of a process anything, so a change on any connection is like a change by
// another process.
const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { db, time } = workspace;
const first = await findVersion(db, 1);
const small = refund(50);
let version = 1;
let agent: CallingAgent;

const block = { id: "frozen", title: "Frozen", actions: ["refund.create"], conditions: [] };

function publish(...rules: object[]) {
  return db.transaction(async (tx) => {
    await publishPolicy(tx, {
      ...{ actor: admin.viewer, rules: [...first.rules, ...rules] as typeof first.rules },
      ...{ defaultOutcome: "step_up", expectedVersion: version, now: time.now },
    });
    version++;
  });
}

await publish({ ...block, outcome: "block", labels: ["frozen"] });

beforeEach(async () => {
  agent = await workspace.agent(admin, owner);
  expect((await agent.ask({ action: small }, "msg_first")).status).toBe(200);
  expect(recallCaller(db, agent.id, time.now)?.isRemembered).toBe(true);
});

const outcome = async (answer: Response) => (answer.ok ? "allowed" : codeOf(answer));
const ofAgent = (statement: string) => sql.raw(statement.replace("$agent", `'${agent.id}'`));

async function kidOf(answer: Response): Promise<unknown> {
  const { grant = "" } = (await answer.json()) as { grant?: string };
  return JSON.parse(Buffer.from(grant.split(".")[0] ?? "", "base64url").toString()).kid;
}

async function storedRequests(): Promise<number> {
  const [row] = await db.$client`select count(*)::int as count from requests where agent_id = ${agent.id}`;
  return row?.count;
}

const changes: [change: string, statement: string, outcome: string][] = [
  ["its key is revoked", "update agent_keys set revoked_at = now() where agent_id = $agent", "key_revoked"],
  [
    "its key expires earlier",
    "update agent_keys set expires_at = '2020-01-01' where agent_id = $agent",
    "key_expired",
  ],
  ["it is quarantined", "update agents set status = 'quarantined' where id = $agent", "agent_quarantined"],
  ["its labels change", "update agents set labels = '{frozen}' where id = $agent", "blocked_by_policy"],
];

describe.each(changes)("when %s", (_, statement, expected) => {
  test("the next ask of a remembered agent is refused or judged by what is true now", async () => {
    const before = await storedRequests();
    await db.execute(ofAgent(statement));
    expect(await outcome(await agent.ask({ action: small }))).toBe(expected);
    const blocked = expected === "blocked_by_policy" ? 1 : 0;
    expect(await storedRequests()).toBe(before + blocked);
  });

  test("an ask that was judged before is judged again", async () => {
    let answer: Promise<Response> = Promise.reject(new Error("not called"));
    answer.catch(() => {});
    await db.transaction(async (tx) => {
      await tx.execute(ofAgent(statement));
      answer = agent.ask({ action: small });
      await expectWaiting(db, 1);
    });
    expect(await outcome(await answer)).toBe(expected);
  });

  test("none of twenty simultaneous asks is allowed after the change", async () => {
    await db.execute(ofAgent(statement));
    const asks = Array.from({ length: 20 }, () => agent.ask({ action: small }));
    const outcomes = await Promise.all(asks.map(async (ask) => outcome(await ask)));
    expect(new Set(outcomes)).toEqual(new Set([expected]));
  });
});

test("an owner who loses the role without a quarantine of the agents still stops their asks", async () => {
  const leaving = await workspace.person("Lea Leaving", ["approver"], admin);
  const theirs = await workspace.agent(admin, leaving);
  expect((await theirs.ask({ action: small })).status).toBe(200);
  await db.execute(sql`update people set roles = '{}' where id = ${leaving.viewer.personId}`);
  expect(await outcome(await theirs.ask({ action: small }))).toBe("owner_inactive");
});

test("a new key works immediately, and the old one still does", async () => {
  const { publicKey, privateKey } = newKeyPair();
  await addPublicKey(db, { actor: admin.viewer, agentId: agent.id, publicKey, now: time.now });
  expect(await outcome(await agent.as(privateKey).ask({ action: small }))).toBe("allowed");
  expect(await outcome(await agent.ask({ action: small }))).toBe("allowed");
});

test("a remembered agent's forged call is refused like an unknown agent's", async () => {
  const forger = agent.as(newKeyPair().privateKey);
  expect(await outcome(await forger.ask({ action: small }))).toBe("invalid_signature");
  expect(await outcome(await agent.ask({ action: small }))).toBe("allowed");
});

test("a remembered agent is judged by the version that is live", async () => {
  await publish({ ...block, outcome: "block" });
  expect(await outcome(await agent.ask({ action: small }))).toBe("blocked_by_policy");
  await publish({ ...block, outcome: "block", labels: ["frozen"] });
  expect(await outcome(await agent.ask({ action: small }))).toBe("allowed");
});

test("a grant for a remembered agent is signed by the signing key that is current", async () => {
  const retiring = await currentKid(db);
  const actor = { type: "person", id: admin.viewer.personId } as const;
  const kid = await rotateSigningKey(db, {
    actor,
    retiring,
    secret: workspace.runtime.secret,
    now: time.now,
  });
  expect(await kidOf(await agent.ask({ action: small }))).toBe(kid);
});

test("an ask that was judged before the signing key was rotated gets a grant by the new key", async () => {
  const actor = { type: "person", id: admin.viewer.personId } as const;
  const rotation = { actor, retiring: await currentKid(db), secret: workspace.runtime.secret, now: time.now };
  let answer: Promise<Response> = Promise.reject(new Error("not called"));
  answer.catch(() => {});
  const kid = await db.transaction(async (tx) => {
    const rotated = await rotateSigningKey(tx as unknown as typeof db, rotation);
    answer = agent.ask({ action: small });
    await expectWaiting(db, 1);
    return rotated;
  });
  expect(await kidOf(await answer)).toBe(kid);
});

test("a remembered agent does not get past its limit", async () => {
  await db.$client`update rate_limits set count = 100000 where bucket = ${`ask:${agent.id}`}`;
  const before = await storedRequests();
  const asks = Array.from({ length: 5 }, () => agent.ask({ action: small }));
  const outcomes = await Promise.all(asks.map(async (ask) => outcome(await ask)));
  expect(new Set(outcomes)).toEqual(new Set(["rate_limited"]));
  expect(await storedRequests()).toBe(before);
});

describe("with a key that was revoked since, a remembered agent gets no answer that is not stored", () => {
  test.each([
    ["of an earlier ask", { action: small }, "msg_first"],
    ["by picking up an earlier ask", { action: small, pick_up: true }, "msg_second"],
    ["about a malformed ask", { action: { type: 5 } }, "msg_third"],
    ["about params that don't match", { action: refund("much") }, "msg_fourth"],
  ])("%s", async (_, body, webhookId) => {
    expect((await agent.ask({ action: small, pick_up: true }, "msg_picked_up")).status).toBe(200);
    await db.execute(ofAgent("update agent_keys set revoked_at = now() where agent_id = $agent"));
    expect(await outcome(await agent.ask(body, webhookId))).toBe("key_revoked");
  });
});

describe("an ask of a remembered agent counts once against the limit", () => {
  const uses = async () =>
    (await db.$client`select count from rate_limits where bucket = ${`ask:${agent.id}`}`)[0]?.count;

  test("also when it is evaluated again", async () => {
    expect(await uses()).toBe(1);
    await db.execute(ofAgent("update agents set labels = '{other}' where id = $agent"));
    expect(await outcome(await agent.ask({ action: small }))).toBe("allowed");
    expect(await uses()).toBe(2);
  });

  test("also when it is refused", async () => {
    await db.execute(ofAgent("update agents set status = 'quarantined' where id = $agent"));
    expect(await outcome(await agent.ask({ action: small }))).toBe("agent_quarantined");
    expect(await uses()).toBe(2);
  });

  test("also when it waits for a change of the agent", async () => {
    const asking = await db.transaction(async (tx) => {
      await tx.execute(ofAgent("update agents set labels = '{other}' where id = $agent"));
      const waiting = agent.ask({ action: small });
      await expectWaiting(db, 1);
      return { waiting };
    });
    expect(await outcome(await asking.waiting)).toBe("allowed");
    expect(await uses()).toBe(2);
  });
});
