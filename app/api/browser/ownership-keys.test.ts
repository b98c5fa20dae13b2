import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { api } from "#app/api/index";
import { type CallingAgent, signatureBy } from "#app/api/testing/calling-agent";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { agentKeys } from "#db/schema/agents";
import { expectWaiting } from "#db/testing/expect-waiting";
import { addPublicKey } from "#lib/agents/keys/add-key";
import { issueEnrollmentCode } from "#lib/agents/keys/issue-enrollment-code";
import { newKeyPair } from "#lib/agents/testing/key-pair";
import { findAcceptance } from "#lib/ownership/offers/find-acceptance";
import { offerOwnership } from "#lib/ownership/offers/offer-ownership";
import type { OwnershipReceipt } from "#lib/ownership/receipt";
import { revokeKey } from "#lib/ownership/revoke-key";
import { ownershipFacts } from "../../../bin/client/receipts/ownership-words.ts";
import { verifyOwnershipReceipt } from "../../../bin/client/receipts/verify.ts";

// The key of an agent whose owner leaves: the text the next owner reads and signs, and the result.

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { db, runtime, time } = workspace;
const heir = await workspace.person("Hugo Heir", ["approver"], admin);
const viewer = heir.viewer;
let agent: CallingAgent;
let offerId: string;

beforeEach(async () => {
  agent = await workspace.agent(admin, owner);
  [offerId = ""] = await offer(agent);
});

function offer(...agents: CallingAgent[]): Promise<string[]> {
  const offers = agents.map(({ id }) => ({ agentId: id, toPersonId: viewer.personId }));
  return offerOwnership(db, { actor: admin.viewer, offers, now: time.now });
}

async function readList(offerIds: string[], keepsKeysOf: string[] = []) {
  const reading = { viewer, offerIds, keepsKeysOf, secret: runtime.secret, now: time.now };
  const list = await findAcceptance(db, reading);
  if (!list) throw new Error("open offers");
  return list;
}

const read = (keepsKeys = false) => readList([offerId], keepsKeys ? [agent.id] : []);

async function sign({ bytes, seal }: { bytes: Uint8Array; seal: string }) {
  const shown = { statement: Buffer.from(bytes).toString("base64url"), seal };
  const asked = await heir.post("/api/ownership/challenges", shown);
  const { options } = (await asked.json()) as { options: { challenge: string } };
  return { credential: heir.authenticator.get(options) };
}

const send = (signed: object) => heir.post("/api/ownership/acceptances", signed);
const accept = async (keepsKeys = false) => send(await sign(await read(keepsKeys)));
const answerTo = async (asking: CallingAgent) => {
  const response = await asking.ask({ action: refund(50) });
  return response.status === 200 ? "allowed" : codeOf(response);
};

async function addKey(to: CallingAgent, by: SignedInPerson = owner, ofAgent = newKeyPair()) {
  const { publicKey, privateKey } = ofAgent;
  const addition = { actor: by.viewer, agentId: to.id, publicKey, now: time.now };
  const { keyId } = await addPublicKey(db, addition);
  return { keyId, keyed: to.as(privateKey) };
}

const keyIdsOf = async ({ id }: CallingAgent) =>
  (await db.select().from(agentKeys).where(eq(agentKeys.agentId, id))).map((key) => key.id).sort();

/** An agent enrolls a key with a one-time code issued by `by`. */
async function enroll(to: CallingAgent, by: SignedInPerson): Promise<void> {
  const { code } = await issueEnrollmentCode(db, { actor: by.viewer, agentId: to.id, now: time.now });
  const { publicKey, privateKey } = newKeyPair();
  const body = JSON.stringify({ code, public_key: publicKey });
  const timestamp = String(Math.floor(time.now.getTime() / 1000));
  const signature = signatureBy(privateKey, `msg_enroll.${timestamp}.${body}`);
  const headers = {
    ...{ "content-type": "application/json", "webhook-id": "msg_enroll" },
    ...{ "webhook-timestamp": timestamp, "webhook-signature": signature },
  };
  const enrolled = await api.request("/api/v1/agents/enrollments", { method: "POST", headers, body });
  expect(enrolled.status).toBe(201);
}

describe("a new owner accepts one agent (invariant 8)", () => {
  test("its keys are revoked, the agent gets the error key_revoked, and a new key works", async () => {
    expect(await answerTo(agent)).toBe("allowed");
    expect((await accept()).status).toBe(201);
    const refused = await agent.ask({ action: refund(50) });
    expect([refused.status, await refused.json()]).toMatchObject([
      401,
      { code: "key_revoked", detail: expect.stringContaining("This key was revoked.") },
    ]);
    expect(await answerTo((await addKey(agent, heir)).keyed)).toBe("allowed");
  });

  test("each key revocation is recorded with the reason", async () => {
    const [keyId = ""] = await keyIdsOf(agent);
    await accept();
    const rows = await db.$client`
      select convert_from(body, 'UTF8')::jsonb as event from audit_events
      where agent_id = ${agent.id} and type = 'agent_key.revoked'`;
    expect(rows.map(({ event }) => [event.subject.key, event.actor.id, event.data])).toEqual([
      [keyId, viewer.personId, { reason: "owner_changed" }],
    ]);
  });

  test("a key that the new owner signs to keep still works", async () => {
    expect((await accept(true)).status).toBe(201);
    expect(await answerTo(agent)).toBe("allowed");
  });

  test("the statement lists each key that works: fingerprint, when it was added and who added it", async () => {
    const added = await addKey(agent, owner);
    await revokeKey(db, { actor: owner.viewer, agentId: agent.id, keyId: added.keyId, now: time.now });
    await enroll(agent, owner);
    const { statement, keyAdders } = await read();
    const [offered] = statement.agents;
    const at = time.now.toISOString();
    const key = { id: expect.stringMatching(/^key_/), algorithm: "ed25519", added_at: at };
    const thumbprint = expect.stringMatching(/^[\w-]{43}$/);
    expect(offered?.keys.map(({ added_by }) => added_by).sort()).toEqual(
      [admin.viewer.personId, owner.viewer.personId].sort(),
    );
    for (const listed of offered?.keys ?? [])
      expect(listed).toEqual({ ...key, thumbprint, added_by: listed.added_by });
    expect(offered?.keep_keys).toBe(false);
    expect(keyAdders.get(owner.viewer.personId)).toBe("Olga Owner");
  });

  test("the receipt verifies and lists the keys", async () => {
    await accept(true);
    const receipt = await workspace.get(`/api/ownership/receipts/${offerId}`, { cookie: heir.cookie });
    const proof = (await receipt.json()) as OwnershipReceipt;
    const { checks } = await verifyOwnershipReceipt(proof);
    expect(checks.filter(({ passed }) => !passed)).toEqual([]);
    expect(checks[0]?.detail).toContain("version 1");
    const [keyId = ""] = await keyIdsOf(agent);
    const facts = ownershipFacts(proof);
    expect(facts).toContainEqual(["keys", "kept"]);
    const added = expect.stringContaining(`${keyId} (ed25519), added ${time.now.toISOString()}`);
    expect(facts).toContainEqual(["key", added]);
    const by = expect.stringContaining(`by ${admin.viewer.personId}, thumbprint `);
    expect(facts).toContainEqual(["key", by]);
  });
});

describe("keys that change while the new owner reads", () => {
  const changes: Record<string, () => Promise<unknown>> = {
    "a key is added": () => addKey(agent),
    "a key is enrolled with a code": () => enroll(agent, owner),
    "a key is revoked": async () => {
      const [keyId = ""] = await keyIdsOf(agent);
      return revokeKey(db, { actor: owner.viewer, agentId: agent.id, keyId, now: time.now });
    },
  };

  test.each(Object.entries(changes))("%s: the acceptance is refused", async (_, change) => {
    for (const keepsKeys of [false, true]) {
      const signed = await sign(await read(keepsKeys));
      if (!keepsKeys) await change();
      else await addKey(agent);
      const refused = await send(signed);
      expect([refused.status, await codeOf(refused)]).toEqual([409, "request_changed"]);
    }
    expect((await accept()).status).toBe(201);
  });

  test("a key is added while the acceptance waits for the agent's row: it is refused", async () => {
    const signed = await sign(await read(true));
    let answer: Promise<Response> = Promise.reject(new Error("not sent"));
    answer.catch(() => {});
    await db.transaction(async (tx) => {
      await tx.execute(sql`select from agents where id = ${agent.id} for update`);
      answer = send(signed);
      await expectWaiting(db, 1);
      const [known] = await tx.select().from(agentKeys).where(eq(agentKeys.agentId, agent.id));
      if (!known) throw new Error("the agent has a key");
      await tx.insert(agentKeys).values({ ...known, id: "key_added_while_waiting" });
    });
    expect(await codeOf(await answer)).toBe("request_changed");
  });

  test("a key that expires does not prevent the acceptance", async () => {
    const signed = await sign(await read(true));
    const soon = new Date(time.now.getTime() + 1000);
    await db.update(agentKeys).set({ expiresAt: soon }).where(eq(agentKeys.agentId, agent.id));
    time.now = new Date(soon.getTime() + 1000);
    expect((await send(signed)).status).toBe(201);
  });
});

describe("a new owner accepts several agents", () => {
  test("each agent's keys are revoked or stay active as in the list, and the receipt shows it", async () => {
    const other = await workspace.agent(admin, owner);
    const offerIds = [offerId, ...(await offer(other))];
    expect((await send(await sign(await readList(offerIds, [other.id])))).status).toBe(201);
    expect([await answerTo(agent), await answerTo(other)]).toEqual(["key_revoked", "allowed"]);
    const receipt = await workspace.get(`/api/ownership/receipts/${offerId}`, { cookie: heir.cookie });
    const { checks } = await verifyOwnershipReceipt(await receipt.json());
    expect(checks.filter(({ passed }) => !passed)).toEqual([]);
    expect(checks[0]?.detail).toContain("version 1");
  });

  test("no agent is accepted when one agent got another key, and the error names the agent", async () => {
    const other = await workspace.agent(admin, owner);
    const offerIds = [offerId, ...(await offer(other))];
    const signed = await sign(await readList(offerIds));
    await addKey(other);
    const refused = await send(signed);
    expect([refused.status, await refused.json()]).toMatchObject([
      409,
      {
        code: "request_changed",
        detail: expect.stringContaining("has different keys"),
      },
    ]);
    expect([await answerTo(agent), await answerTo(other)]).toEqual(["allowed", "allowed"]);
  });
});
