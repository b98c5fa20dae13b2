import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import type { Database } from "#db/client";
import { people, workspace } from "#db/schema/directory";
import { notices } from "#db/schema/notices";
import { passkeys } from "#db/schema/passkeys";
import { createTestDatabase } from "#db/testing/database";
import { addPasskeyRow, addPerson, type TestPerson } from "#lib/membership/testing/people";
import { inheritOrigin } from "../add-passkey.ts";
import { listPasskeys } from "../list-passkeys.ts";
import { confirmPasskey } from "./confirm-passkey.ts";
import type { Confirmer } from "./control-set.ts";
import { endFounding } from "./founding.ts";
import { countAsTwo } from "./require-two.ts";

const now = new Date("2026-11-26T10:00:00Z");
let db: Database;
let ada: TestPerson;
let bo: TestPerson;
let cy: TestPerson;

beforeEach(async () => {
  ({ db } = await createTestDatabase());
  await db.insert(workspace).values({ name: "Test", createdAt: now, secondAdminSince: now });
  ada = await addPerson(db, { roles: ["admin"], now });
  bo = await addPerson(db, { roles: ["admin"], now });
  cy = await addPerson(db, { roles: ["approver"], now });
});

/**
 * Adds a person's passkey that other people could have.
 * @returns its credential ID.
 */
async function tied(person: TestPerson, vouchedBy: TestPerson[], more: object = {}): Promise<string> {
  const { credentialId } = await addPasskeyRow(db, person.personId, now);
  const ids = vouchedBy.map(({ personId }) => personId);
  await db
    .update(passkeys)
    .set({ enrolledVia: "recovery", vouchedBy: ids, ...more })
    .where(eq(passkeys.credentialId, credentialId));
  return credentialId;
}

const own = ({ personId, authenticator }: TestPerson): Confirmer => ({
  personId,
  credentialId: authenticator.credentialId,
});
const count = (one: Confirmer, other: Confirmer) => db.transaction((tx) => countAsTwo(tx, one, other));
const rowOf = async (credentialId: string) =>
  (await db.select().from(passkeys).where(eq(passkeys.credentialId, credentialId)))[0];

function confirm(actor: TestPerson, person: TestPerson, credentialId: string, confirmedWith?: string) {
  return confirmPasskey(db, {
    actorId: actor.personId,
    confirmedWith: confirmedWith ?? actor.authenticator.credentialId,
    personId: person.personId,
    credentialId,
    now,
  });
}

describe("two confirmations (invariant 18)", () => {
  test("by people's own passkeys count as two people's", async () => {
    expect(await count(own(ada), own(bo))).toBe(true);
    expect(await count(own(ada), own(ada))).toBe(false);
  });

  test("count as one person's while one passkey was enrolled through the other person", async () => {
    const credentialId = await tied(bo, [ada]);
    const secondSelf = { personId: bo.personId, credentialId };
    expect(await count(own(ada), secondSelf)).toBe(false);
    expect(await count(secondSelf, own(cy))).toBe(true);
    await confirm(bo, bo, credentialId);
    expect(await count(own(ada), secondSelf)).toBe(true);
  });

  test("count as one person's while both passkeys were enrolled through the same admin", async () => {
    const [passkeyOfBo, passkeyOfCy] = [await tied(bo, [ada]), await tied(cy, [ada])];
    const secondSelves = [
      { personId: bo.personId, credentialId: passkeyOfBo },
      { personId: cy.personId, credentialId: passkeyOfCy },
    ] as const;
    expect(await count(...secondSelves)).toBe(false);
  });

  test("count as one person's where a passkey was removed, or is another person's", async () => {
    expect(await count(own(ada), { personId: bo.personId, credentialId: "gone" })).toBe(false);
    expect(await count(own(ada), { ...own(cy), personId: bo.personId })).toBe(false);
  });

  test("without a known passkey count by every passkey of the person", async () => {
    await tied(bo, [ada]);
    expect(await count(own(ada), { personId: bo.personId })).toBe(false);
    expect(await count(own(cy), { personId: bo.personId })).toBe(true);
  });
});

describe("a passkey is confirmed", () => {
  test("by its person with another passkey, and by an admin who did not create its link", async () => {
    const [firstId, secondId] = [await tied(cy, [ada]), await tied(cy, [ada])];
    await confirm(cy, cy, firstId);
    expect(await rowOf(firstId)).toMatchObject({ confirmedBy: cy.personId, confirmedWith: "own" });
    await confirm(bo, cy, secondId);
    expect(await rowOf(secondId)).toMatchObject({ confirmedBy: bo.personId, confirmedWith: "admin" });
    await expect(confirm(bo, cy, secondId)).rejects.toMatchObject({ code: "conflict" });
  });

  test("not with itself or another unconfirmed passkey of the same person", async () => {
    const [firstId, secondId] = [await tied(cy, [ada]), await tied(cy, [ada])];
    for (const confirmedWith of [firstId, secondId, "gone", ada.authenticator.credentialId]) {
      const attempt = confirm(cy, cy, firstId, confirmedWith);
      await expect(attempt).rejects.toMatchObject({ code: "not_entitled" });
    }
  });

  test("not by the admin who issued the link, or with a passkey that goes back to that admin", async () => {
    const [secondSelf, second] = [await tied(cy, [ada]), await tied(bo, [ada])];
    await expect(confirm(ada, cy, secondSelf)).rejects.toMatchObject({ code: "not_entitled" });
    await expect(confirm(bo, cy, secondSelf, second)).rejects.toMatchObject({ code: "not_entitled" });
  });

  test("not by a person who isn't an active admin, and not for an inactive person", async () => {
    const secondSelf = await tied(bo, [ada]);
    await expect(confirm(cy, bo, secondSelf)).rejects.toMatchObject({ code: "not_found" });
    await db.update(people).set({ status: "suspended" }).where(eq(people.id, cy.personId));
    const otherPasskey = await tied(cy, [ada]);
    await expect(confirm(bo, cy, otherPasskey)).rejects.toMatchObject({ code: "conflict" });
    await expect(confirm(cy, bo, secondSelf)).rejects.toMatchObject({ code: "not_found" });
  });

  test("not with a founding passkey: that counts only until there is a second admin", async () => {
    const founding = await tied(cy, [ada], { enrolledVia: "invitation", isFounding: true });
    const added = await tied(cy, [ada], { enrolledVia: "own", isFounding: true });
    await expect(confirm(cy, cy, added, founding)).rejects.toMatchObject({ code: "not_entitled" });
  });
});

test("a passkey added with an unconfirmed passkey is tied to the same people, and with a confirmed passkey to none", async () => {
  const secondSelf = await tied(cy, [ada, bo]);
  const inherit = (credentialId: string) =>
    db.transaction((tx) => inheritOrigin(tx, { personId: cy.personId, credentialId }));
  expect(await inherit(secondSelf)).toMatchObject({ via: "own", vouchedBy: [ada.personId, bo.personId] });
  expect(await inherit(cy.authenticator.credentialId)).toMatchObject({ vouchedBy: [], isFounding: false });
  await expect(inherit("gone")).rejects.toMatchObject({ code: "passkey_refused" });
});

describe("the founding period", () => {
  const since = async () => (await db.select().from(workspace))[0]?.secondAdminSince;

  beforeEach(async () => {
    await db.update(workspace).set({ secondAdminSince: null });
    await db
      .update(people)
      .set({ roles: ["approver"] })
      .where(eq(people.id, bo.personId));
  });

  const makeAdmin = async () => {
    await db
      .update(people)
      .set({ roles: ["admin"] })
      .where(eq(people.id, bo.personId));
    await db.transaction((tx) => endFounding(tx, { personId: bo.personId, now }));
  };

  test("lets invited people's passkeys count, until a second admin is active", async () => {
    const credentialId = await tied(cy, [ada], { enrolledVia: "invitation", isFounding: true });
    const invited = { personId: cy.personId, credentialId };
    expect(await count(own(ada), invited)).toBe(true);
    await db.transaction((tx) => endFounding(tx, { personId: bo.personId, now }));
    expect(await since()).toBeNull();
    await makeAdmin();
    expect(await since()).toEqual(now);
    expect(await count(own(ada), invited)).toBe(false);
  });

  test("ends by accepting the second admin's oldest passkey, and not a later one enrolled by the first admin", async () => {
    await db
      .update(passkeys)
      .set({ enrolledVia: "invitation", vouchedBy: [ada.personId], isFounding: true })
      .where(eq(passkeys.personId, bo.personId));
    const later = await tied(bo, [ada], { createdAt: new Date(now.getTime() + 1000) });
    await makeAdmin();
    expect(await rowOf(bo.authenticator.credentialId)).toMatchObject({ confirmedWith: "founding" });
    expect(await rowOf(later)).toMatchObject({ confirmedWith: null });
    expect(await count(own(ada), own(bo))).toBe(true);
  });

  test("ends also for a passkey that is being added with a founding one at that moment", async () => {
    const credentialId = await tied(cy, [ada], { enrolledVia: "invitation", isFounding: true });
    const source = await rowOf(credentialId);
    if (!source) throw new Error("no passkey");
    const { personId } = cy;
    await db.transaction(async (tx) => {
      const { via, vouchedBy, isFounding } = await inheritOrigin(tx, { personId, credentialId });
      await makeAdmin();
      const origin = { enrolledVia: via, vouchedBy: [...vouchedBy], isFounding };
      await tx.insert(passkeys).values({ ...source, credentialId: "added", ...origin });
    });
    expect(await since()).toEqual(now);
    expect(await count(own(ada), { personId, credentialId })).toBe(false);
    expect(await count(own(ada), { personId, credentialId: "added" })).toBe(false);
  });

  test("is shown as the reason why a passkey counts only while it lasts", async () => {
    await tied(cy, [ada], { enrolledVia: "invitation", isFounding: true });
    const shown = async () =>
      (await listPasskeys(db, cy.personId)).filter(({ origin }) => origin.isFounding).length;
    expect(await shown()).toBe(1);
    await db.update(workspace).set({ secondAdminSince: now });
    expect(await shown()).toBe(0);
  });

  test("ends without a notice when no passkey has to be confirmed", async () => {
    const confirmed = { confirmedAt: now, confirmedWith: "operator" };
    await tied(cy, [ada], { enrolledVia: "invitation", isFounding: true, ...confirmed });
    await makeAdmin();
    expect(await db.$count(notices)).toBe(0);
  });

  test("does not come back when the second admin is suspended", async () => {
    await makeAdmin();
    await db.update(people).set({ status: "suspended" }).where(eq(people.id, bo.personId));
    await db.transaction((tx) => endFounding(tx, { personId: bo.personId, now: new Date(0) }));
    expect(await since()).toEqual(now);
  });
});
