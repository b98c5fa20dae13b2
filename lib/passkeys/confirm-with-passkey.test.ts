import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { people } from "#db/schema/directory";
import { challenges, passkeys } from "#db/schema/passkeys";
import { createTestDatabase } from "#db/testing/database";
import { addSeconds } from "#lib/kernel/clock";
import { addPasskeyRow, addPerson, site } from "#lib/membership/testing/people";
import { confirmWithPasskey } from "./confirm-with-passkey.ts";
import { confirmationOptions } from "./confirmation-options.ts";
import type { ConfirmedAct } from "./confirmed-act.ts";
import { additionOptions } from "./registration-options.ts";
import { signInOptions } from "./sign-in-options.ts";
import type { Faults } from "./testing/soft-authenticator.ts";

const now = new Date("2026-11-24T10:00:00Z");
const act = `policy/publish/${"3".repeat(43)}` as const;

const { db } = await createTestDatabase();
const person = await addPerson(db, { roles: ["admin", "approver"], now });

function ask({ personId } = person, asked: ConfirmedAct = act) {
  return confirmationOptions(db, { personId, act: asked, config: site, now });
}

async function prepare(faults: Faults = {}) {
  const credential = person.authenticator.get(await ask(), faults);
  return { personId: person.personId, act, credential, config: site, now } as const;
}

describe("confirming with a passkey", () => {
  it("offers only the person's own passkeys, and requires user verification", async () => {
    await addPerson(db, { roles: ["admin"], now });
    const options = await ask();
    expect(options.allowCredentials?.map(({ id }) => id)).toEqual([person.authenticator.credentialId]);
    expect(options.userVerification).toBe("required");
  });

  it("records the passkey's use and the confirmed act", async () => {
    await confirmWithPasskey(db, { ...(await prepare({ counter: 50 })), now: addSeconds(now, 1) });
    const [row] = await db.select().from(passkeys).where(eq(passkeys.personId, person.personId));
    expect(row).toMatchObject({ counter: 50, lastUsedAt: addSeconds(now, 1) });
    const [event] = await db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.type, "passkey.confirmed"), eq(auditEvents.at, addSeconds(now, 1))));
    const body = JSON.parse(Buffer.from(event?.body ?? []).toString());
    expect(body).toMatchObject({ actor: { id: person.personId }, data: { act } });
    await db.update(passkeys).set({ counter: 0 }).where(eq(passkeys.personId, person.personId));
  });

  it("is valid once, also when twenty callers send it at the same moment", async () => {
    const confirmation = await prepare();
    const attempts = Array.from({ length: 20 }, () => confirmWithPasskey(db, confirmation));
    const results = await Promise.allSettled(attempts);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("consumes the challenge before it verifies (invariant 4)", async () => {
    const confirmation = await prepare({ flipSignature: true });
    await expect(confirmWithPasskey(db, confirmation)).rejects.toMatchObject({ code: "passkey_refused" });
    expect(await db.$count(challenges, eq(challenges.personId, person.personId))).toBe(1);
  });

  it.each<[string, Faults, string]>([
    ["user verification unset", { userVerified: false }, "user_not_verified"],
    ["another origin", { origin: "https://evil.example" }, "passkey_refused"],
    ["a registration", { type: "webauthn.create" }, "passkey_refused"],
    ["a counter used before", { counter: 1 }, "passkey_refused"],
  ])("refuses %s", async (_, faults, code) => {
    await expect(confirmWithPasskey(db, await prepare(faults))).rejects.toMatchObject({ code });
  });

  it("is not valid for another act, or after ten minutes", async () => {
    const others: ConfirmedAct[] = [`policy/publish/${"4".repeat(43)}`, "passkey/add", "recovery/per_x/keep"];
    for (const otherAct of others) {
      const attempt = confirmWithPasskey(db, { ...(await prepare()), act: otherAct });
      await expect(attempt).rejects.toMatchObject({ code: "challenge_expired" });
    }
    const late = confirmWithPasskey(db, { ...(await prepare()), now: addSeconds(now, 600) });
    await expect(late).rejects.toMatchObject({ code: "challenge_expired" });
  });

  it("refuses an answer to a sign-in or to another person's challenge", async () => {
    const otherPerson = await addPerson(db, { roles: ["admin"], now });
    for (const options of [await signInOptions(db, { config: site, now }), await ask(otherPerson)]) {
      const credential = person.authenticator.get(options);
      const attempt = confirmWithPasskey(db, { ...(await prepare()), credential });
      await expect(attempt).rejects.toMatchObject({ code: "challenge_expired" });
    }
  });

  it("refuses another person's passkey and a removed passkey", async () => {
    const otherPerson = await addPerson(db, { roles: ["admin"], now });
    const removed = await addPasskeyRow(db, person.personId, now);
    await db.delete(passkeys).where(eq(passkeys.credentialId, removed.credentialId));
    for (const authenticator of [otherPerson.authenticator, removed]) {
      const credential = authenticator.get(await ask());
      const attempt = confirmWithPasskey(db, { ...(await prepare()), credential });
      await expect(attempt).rejects.toMatchObject({ code: "wrong_passkey" });
    }
  });

  it("is refused to a suspended person", async () => {
    const confirmation = await prepare();
    const isPerson = eq(people.id, person.personId);
    await db.update(people).set({ status: "suspended" }).where(isPerson);
    await expect(confirmWithPasskey(db, confirmation)).rejects.toMatchObject({ code: "passkey_refused" });
    await db.update(people).set({ status: "active" }).where(isPerson);
  });
});

it("gives the options for another passkey only after a confirmation of exactly this act", async () => {
  const { personId: id, name, email } = person;
  const offer = async (asked: ConfirmedAct) => {
    const confirmation = person.authenticator.get(await ask(person, asked));
    return additionOptions(db, { person: { id, name, email }, confirmation, config: site, now });
  };
  await expect(offer(act)).rejects.toMatchObject({ code: "challenge_expired" });
  expect((await offer("passkey/add")).excludeCredentials).toHaveLength(1);
});
