import { eq } from "drizzle-orm";
import { expect } from "vitest";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { type ConfirmedAction, performConfirmed } from "#app/web/forms/confirmed-action";
import { Unconfirmed } from "#app/web/forms/unconfirmed";
import type { Question } from "#components/forms/action-state.ts";
import type { Database } from "#db/client";
import { auditEvents } from "#db/schema/audit";
import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";

/** A form with these fields; a list is sent as a repeated field. For tests only. */
export function formOf(fields: Record<string, string | string[]>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    for (const item of [value].flat()) form.append(name, item);
  }
  return form;
}

/**
 * The dialog's question for a form sent with a session alone. Fails when the form takes effect
 * instead.
 */
export async function questionFor<F, S, R>(
  definition: ConfirmedAction<F, S, R>,
  { viewer }: SignedInPerson,
  form: FormData,
): Promise<{ act: ConfirmedAct; question: Question }> {
  try {
    await performConfirmed(definition, viewer, form);
  } catch (thrown) {
    if (thrown instanceof Unconfirmed) return thrown.asked;
    throw thrown;
  }
  return expect.unreachable("a session alone was enough");
}

/** Sends a form with the person's passkey over `act`; by default the form's own act. */
export async function confirmAndPerform<F, S, R>(
  definition: ConfirmedAction<F, S, R>,
  person: SignedInPerson,
  form: FormData,
  act?: ConfirmedAct,
): Promise<R> {
  await person.confirmForm(form, act ?? (await questionFor(definition, person, form)).act);
  return performConfirmed(definition, person.viewer, form);
}

/** The acts that passkeys confirmed, from the audit log, oldest first. */
export async function confirmedActs(db: Database): Promise<string[]> {
  const rows = await db
    .select({ body: auditEvents.body })
    .from(auditEvents)
    .where(eq(auditEvents.type, "passkey.confirmed"))
    .orderBy(auditEvents.id);
  return rows.map(({ body }) => JSON.parse(Buffer.from(body).toString()).data.act);
}

/**
 * Expects that a confirmation for a form with one different value is refused for this form, whether
 * or not the browser declares the confirmed act. The caller checks that nothing was saved.
 */
export async function expectRefusedForOthers<F, S, R>(
  definition: ConfirmedAction<F, S, R>,
  person: SignedInPerson,
  fields: Record<string, string | string[]>,
  others: Record<string, string | string[]>[],
): Promise<void> {
  for (const changes of others) {
    const { act } = await questionFor(definition, person, formOf({ ...fields, ...changes }));
    await expectRefusedAfter(act, definition, person, fields, Object.keys(changes).join());
  }
}

/** Expects that a confirmation of `act`, a different act, is refused for this form. */
export async function expectRefusedAfter<F, S, R>(
  act: ConfirmedAct,
  definition: ConfirmedAction<F, S, R>,
  person: SignedInPerson,
  fields: Record<string, string | string[]>,
  label: string = act,
): Promise<void> {
  const form = formOf(fields);
  await person.confirmForm(form, act);
  await expect(performConfirmed(definition, person.viewer, form), label).rejects.toMatchObject({
    code: "conflict",
  });
  form.delete("confirmedAct");
  await expect(performConfirmed(definition, person.viewer, form), label).rejects.toMatchObject({
    code: "challenge_expired",
  });
}
