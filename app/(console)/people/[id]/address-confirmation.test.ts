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
import { people } from "#db/schema/directory";
import { addressConfirmation } from "./address-confirmation.ts";

const { workspace, admin } = await RunningWorkspace.open();
const { db, time } = workspace;

async function unconfirmed(name: string, email: string): Promise<{ personId: string; email: string }> {
  const { personId } = (await workspace.person(name, ["approver"], admin)).viewer;
  const given = { email, emailBefore: "old@example.com", emailGivenAt: time.now, emailGivenBy: "scim:sct_x" };
  await db.update(people).set(given).where(eq(people.id, personId));
  return { personId, email };
}

async function isConfirmed({ personId }: { personId: string }): Promise<boolean> {
  const [row] = await db.select().from(people).where(eq(people.id, personId));
  return row?.emailGivenAt === null;
}

it("a passkey confirms only the email of the person it names, under the name shown", async () => {
  const bo = await unconfirmed("Bo", "bo@new.example");
  const cy = await unconfirmed("Cy", "cy@new.example");
  const { act } = await questionFor(addressConfirmation, admin, formOf(bo));
  expect(act).toMatch(new RegExp(`^people/address/${bo.personId}/[\\w-]{43}$`));
  await expectRefusedForOthers(addressConfirmation, admin, bo, [
    { email: "attacker@new.example" },
    { personId: cy.personId },
  ]);
  await db.update(people).set({ name: "Bob" }).where(eq(people.id, bo.personId));
  await expectRefusedAfter(act, addressConfirmation, admin, bo);
  expect(await isConfirmed(bo)).toBe(false);
  await confirmAndPerform(addressConfirmation, admin, formOf(bo));
  expect([await isConfirmed(bo), await isConfirmed(cy)]).toEqual([true, false]);
});
