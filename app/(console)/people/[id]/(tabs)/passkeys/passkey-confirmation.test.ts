import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import {
  confirmAndPerform,
  expectRefusedAfter,
  expectRefusedForOthers,
  formOf,
  questionFor,
} from "#app/testing/confirming";
import { passkeys } from "#db/schema/passkeys";
import { passkeyConfirmation } from "./passkey-confirmation.ts";

const { workspace, admin } = await RunningWorkspace.open();
const { db } = workspace;
/** Admin Ada invites the others, so Ada cannot confirm their passkeys. */
const olga = await workspace.person("Olga Other", ["admin"], admin);

async function unconfirmed(name: string) {
  const { personId } = (await workspace.person(name, ["approver"], admin, { isConfirmed: false })).viewer;
  const [passkey] = await db.select().from(passkeys).where(eq(passkeys.personId, personId));
  if (!passkey) throw new Error(`${name} has no passkey`);
  return { passkey, fields: { personId, credentialId: passkey.credentialId } };
}

async function isConfirmed(credentialId: string): Promise<boolean> {
  const [row] = await db.select().from(passkeys).where(eq(passkeys.credentialId, credentialId));
  return row?.confirmedAt !== null;
}

it("an admin's passkey confirms only the passkey shown, of the person shown", async () => {
  const { passkey, fields } = await unconfirmed("Bo");
  const other = { ...passkey, credentialId: "another-of-bo" };
  await db.insert(passkeys).values(other);
  const cy = await unconfirmed("Cy");
  const { act } = await questionFor(passkeyConfirmation, olga, formOf(fields));
  expect(act).toMatch(new RegExp(`^passkey/confirm/${fields.personId}/[\\w-]{43}$`));
  await expectRefusedForOthers(passkeyConfirmation, olga, fields, [
    { credentialId: other.credentialId },
    cy.fields,
  ]);
  await db.update(passkeys).set({ name: "Phone" }).where(eq(passkeys.credentialId, fields.credentialId));
  await expectRefusedAfter(act, passkeyConfirmation, olga, fields);
  expect(await isConfirmed(fields.credentialId)).toBe(false);
  await confirmAndPerform(passkeyConfirmation, olga, formOf(fields));
  expect(await isConfirmed(fields.credentialId)).toBe(true);
  expect([await isConfirmed(other.credentialId), await isConfirmed(cy.fields.credentialId)]).toEqual([
    false,
    false,
  ]);
});
