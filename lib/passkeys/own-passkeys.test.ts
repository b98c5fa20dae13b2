import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { workspace } from "#db/schema/directory";
import { passkeys } from "#db/schema/passkeys";
import { createTestDatabase } from "#db/testing/database";
import { tokenHash } from "#lib/kernel/digest";
import { addPasskeyRow, addPerson, site, type TestPerson } from "#lib/membership/testing/people";
import { removeOwnPasskey } from "#lib/provisioning/sso/sign-out";
import { findViewer, startSession } from "#lib/sessions/session";
import { addPasskey } from "./add-passkey.ts";
import { listPasskeys } from "./list-passkeys.ts";
import { registrationOptions } from "./registration-options.ts";
import { renamePasskey } from "./rename-passkey.ts";
import { type Faults, SoftAuthenticator } from "./testing/soft-authenticator.ts";

const now = new Date("2026-11-24T10:00:00Z");

const { db } = await createTestDatabase();
const person = await addPerson(db, { roles: ["approver"], now });

function optionsFor({ personId: id, name, email }: TestPerson) {
  return registrationOptions(db, { person: { id, name, email }, config: site, now });
}

async function add(faults: Faults = {}, name?: string) {
  const credential = new SoftAuthenticator(site).create(await optionsFor(person), faults);
  return addPasskey(db, { personId: person.personId, credential, name, config: site, now });
}

describe("adding a passkey", () => {
  it("asks the browser to exclude those the person has", async () => {
    const options = await optionsFor(person);
    expect(options.excludeCredentials?.map(({ id }) => id)).toContain(person.authenticator.credentialId);
  });

  it("uses the given name, or else names the passkey after the day", async () => {
    await add({}, "Blue key");
    await add();
    const names = (await listPasskeys(db, person.personId)).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["Blue key", "Passkey 2026-11-24"]));
  });

  it.each<[string, Faults, string]>([
    [
      "a challenge that was not ours",
      { challenge: Buffer.alloc(32).toString("base64url") },
      "challenge_expired",
    ],
    ["another origin", { origin: "https://evil.example" }, "passkey_refused"],
    ["another RP ID", { rpId: "evil.example" }, "passkey_refused"],
    ["the type of an assertion", { type: "webauthn.get" }, "passkey_refused"],
    ["user presence unset", { userPresent: false }, "passkey_refused"],
    ["user verification unset", { userVerified: false }, "user_not_verified"],
    ["backed up without being eligible", { backedUp: true, backupEligible: false }, "passkey_refused"],
    ["crossOrigin true", { crossOrigin: true }, "passkey_refused"],
    ["a topOrigin", { topOrigin: site.origin }, "passkey_refused"],
    ["a credential that is not discoverable", { residentKey: false }, "passkey_refused"],
  ])("refuses %s", async (_, faults, code) => {
    await expect(add(faults)).rejects.toMatchObject({ code });
  });

  it("refuses a challenge made for another person", async () => {
    const otherPerson = await addPerson(db, { roles: ["approver"], now });
    const credential = new SoftAuthenticator(site).create(await optionsFor(otherPerson));
    const theft = addPasskey(db, { personId: person.personId, credential, config: site, now });
    await expect(theft).rejects.toMatchObject({ code: "challenge_expired" });
  });

  it("refuses a credential that is registered already", async () => {
    const { credentialId } = await add();
    const attestation = new SoftAuthenticator(site).create(await optionsFor(person));
    const copy = { ...attestation, id: credentialId, rawId: credentialId };
    const attempt = addPasskey(db, { personId: person.personId, credential: copy, config: site, now });
    await expect(attempt).rejects.toMatchObject({ code: "passkey_refused" });
  });
});

/** The person, in a session that is not a phone's. */
const by = (personId: string) => ({ personId, sessionHash: "" });

describe("removing a passkey", () => {
  it("works while another remains, and never for the last passkey", async () => {
    const owner = await addPerson(db, { roles: ["approver"], now });
    const { personId } = owner;
    const second = await addPasskeyRow(db, personId, now);
    await removeOwnPasskey(db, { ...by(personId), credentialId: second.credentialId, now });
    const last = removeOwnPasskey(db, {
      ...by(personId),
      credentialId: owner.authenticator.credentialId,
      now,
    });
    await expect(last).rejects.toMatchObject({ code: "last_passkey" });
  });

  it("ends the person's phone sessions, except the one that removes it, and no other session", async () => {
    const owner = await addPerson(db, { roles: ["approver"], now });
    const { personId } = owner;
    const second = await addPasskeyRow(db, personId, now);
    await db.insert(workspace).values({ id: 1, name: "Example", createdAt: now }).onConflictDoNothing();
    const phone = { name: "Chrome on Android", isApp: true, stays: true };
    const own = await startSession(db, { personId, device: phone, now });
    const lost = await startSession(db, { personId, device: phone, now });
    const desk = await startSession(db, { personId, now });
    const sessionHash = tokenHash(own.token);
    await removeOwnPasskey(db, { personId, sessionHash, credentialId: second.credentialId, now });
    const alive = [own, lost, desk].map(({ token }) => findViewer(db, token, now));
    expect((await Promise.all(alive)).map((viewer) => viewer !== undefined)).toEqual([true, false, true]);
  });

  it("leaves one passkey when two tabs each remove the other one at the same moment, for twenty people", async () => {
    const owners = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const { personId, authenticator } = await addPerson(db, { roles: ["approver"], now });
        const second = await addPasskeyRow(db, personId, now);
        return { personId, credentialIds: [authenticator.credentialId, second.credentialId] };
      }),
    );
    const tabs = owners.flatMap(({ personId, credentialIds }) =>
      credentialIds.map((credentialId) => ({ personId, credentialId })),
    );
    const results = await Promise.allSettled(
      tabs.map((tab) => removeOwnPasskey(db, { ...tab, ...by(tab.personId), now })),
    );
    const refusals = results.flatMap((result) => (result.status === "rejected" ? [result.reason.code] : []));
    expect(refusals).toEqual(Array(20).fill("last_passkey"));
    for (const { personId } of owners)
      expect(await db.$count(passkeys, eq(passkeys.personId, personId))).toBe(1);
  });

  it("and renaming are only for its owner: another person's passkey is not found", async () => {
    const otherPerson = await addPerson(db, { roles: ["admin"], now });
    await addPasskeyRow(db, otherPerson.personId, now);
    const { credentialId } = otherPerson.authenticator;
    const { personId } = person;
    await expect(removeOwnPasskey(db, { ...by(personId), credentialId, now })).rejects.toMatchObject({
      code: "not_found",
    });
    const rename = renamePasskey(db, { personId, credentialId, name: "Mine", now });
    await expect(rename).rejects.toMatchObject({ code: "not_found" });
    await renamePasskey(db, { personId: otherPerson.personId, credentialId, name: "Theirs", now });
    expect((await listPasskeys(db, otherPerson.personId)).map(({ name }) => name)).toContain("Theirs");
  });
});
