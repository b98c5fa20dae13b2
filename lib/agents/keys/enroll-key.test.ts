import { sign } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { agentEnrollmentCodes, agentKeys } from "#db/schema/agents";
import { createTestDatabase } from "#db/testing/database";
import { addAgent } from "#lib/agents/testing/authority";
import { newKeyPair } from "#lib/agents/testing/key-pair";
import { addSeconds, epochSeconds } from "#lib/kernel/clock";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { reinstatePerson } from "#lib/membership/reinstate-person";
import { addPerson } from "#lib/membership/testing/people";
import { offerOwnership } from "#lib/ownership/offers/offer-ownership";
import { revokeAgents } from "#lib/ownership/revoke-agents";
import { accept } from "#lib/ownership/testing/sign";
import { seedPolicy } from "#lib/publishing/seed";
import { enrollKey } from "./enroll-key.ts";
import { issueEnrollmentCode } from "./issue-enrollment-code.ts";

const now = new Date("2026-11-24T10:00:00Z");
const dayInSeconds = 24 * 3600;

let agentId: string;

const { db } = await createTestDatabase();
await db.transaction((tx) => seedPolicy(tx, now));
const admin = await addPerson(db, { roles: ["admin"], now });
const owner = await addPerson(db, { roles: ["approver"], now });

beforeEach(async () => {
  agentId = await addAgent(db, owner.personId, now);
});

function enrollment(code: string, { publicKey, privateKey } = newKeyPair(), at = now) {
  const rawBody = Buffer.from(JSON.stringify({ code, public_key: publicKey }));
  const timestamp = String(epochSeconds(at));
  const signature = sign(null, Buffer.concat([Buffer.from(`msg_1.${timestamp}.`), rawBody]), privateKey);
  const headers = { id: "msg_1", timestamp, signature: `v1a,${signature.toString("base64")}` };
  return { code, publicKey, headers, rawBody, now: at };
}

function issueCode() {
  return issueEnrollmentCode(db, { actor: owner, agentId, now });
}

describe("an enrollment code", () => {
  it("enrolls the key of the caller that presents it, for 90 days", async () => {
    const { code, expiresAt } = await issueCode();
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(expiresAt).toEqual(addSeconds(now, 15 * 60));
    const enrolled = await enrollKey(db, enrollment(code));
    expect(enrolled.agent.id).toBe(agentId);
    expect(enrolled.key.expiresAt).toEqual(addSeconds(now, 90 * dayInSeconds));
  });

  it("may be typed in lower case, without dashes, with O for 0 and L for 1", async () => {
    const { code } = await issueCode();
    const typed = code.toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "l");
    await expect(enrollKey(db, enrollment(typed))).resolves.toBeDefined();
  });

  it("enrolls one key when twenty callers use it at the same moment", async () => {
    const { code } = await issueCode();
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, () => enrollKey(db, enrollment(code))),
    );
    const refusals = results.flatMap((result) => (result.status === "rejected" ? [result.reason.code] : []));
    expect(refusals).toEqual(Array(19).fill("invalid_enrollment_code"));
    expect(await db.$count(agentKeys, eq(agentKeys.agentId, agentId))).toBe(1);
  });

  it("gives the same answer to the same key again, since answers can be lost", async () => {
    const { code } = await issueCode();
    const pair = newKeyPair();
    const first = await enrollKey(db, enrollment(code, pair));
    expect(await enrollKey(db, enrollment(code, pair, addSeconds(now, 30)))).toEqual(first);
    await expect(enrollKey(db, enrollment(code))).rejects.toMatchObject({ code: "invalid_enrollment_code" });
  });

  it("is not used by a call that does not prove possession of the key", async () => {
    const { code } = await issueCode();
    const stolen = { ...newKeyPair(), privateKey: newKeyPair().privateKey };
    await expect(enrollKey(db, enrollment(code, stolen))).rejects.toMatchObject({
      code: "invalid_signature",
    });
    await expect(enrollKey(db, enrollment(code))).resolves.toBeDefined();
  });

  it("expires after 15 minutes, and ends with the next code and with its agent", async () => {
    const first = await issueCode();
    const late = enrollment(first.code, newKeyPair(), addSeconds(now, 15 * 60));
    await expect(enrollKey(db, late)).rejects.toMatchObject({ code: "invalid_enrollment_code" });
    const second = await issueCode();
    await expect(enrollKey(db, enrollment(first.code))).rejects.toMatchObject({
      code: "invalid_enrollment_code",
    });
    await revokeAgents(db, { actor: admin, agentIds: [agentId], now });
    await expect(enrollKey(db, enrollment(second.code))).rejects.toMatchObject({
      code: "invalid_enrollment_code",
    });
  });

  it("is withdrawn when its owner loses access, even if the agent is reactivated, and when another owner accepts the agent", async () => {
    const leaving = await issueCode();
    const on = { actor: admin, personId: owner.personId, now };
    await suspendPerson(db, on);
    await reinstatePerson(db, on);
    await expect(enrollKey(db, enrollment(leaving.code))).rejects.toMatchObject({
      code: "invalid_enrollment_code",
    });
    const heir = await addPerson(db, { roles: ["approver"], now });
    const offers = [{ agentId, toPersonId: heir.personId }];
    const [offerId = ""] = await offerOwnership(db, { actor: admin, offers, now });
    const unused = await issueCode();
    await accept(db, heir, offerId, now);
    await expect(enrollKey(db, enrollment(unused.code))).rejects.toMatchObject({
      code: "invalid_enrollment_code",
    });
  });

  it("is stored only as a hash", async () => {
    const { code } = await issueCode();
    const rows = JSON.stringify(await db.select().from(agentEnrollmentCodes));
    expect(rows).not.toContain(code);
    expect(rows).not.toContain(code.replaceAll("-", ""));
  });
});
