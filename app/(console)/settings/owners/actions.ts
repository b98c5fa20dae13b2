"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { attempt, readForm } from "#app/attempt";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { attestationBounds, changeAttestationSetting } from "#lib/ownership/attestation-setting";
import type { ActionState } from "../../../../components/forms/action-state.ts";

const schema = z.object({ days: between("days"), graceDays: between("graceDays") });

export async function saveAttestation(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const { db, clock } = runtime();
    await changeAttestationSetting(db, { actor, ...readForm(schema, form), now: clock() });
    revalidatePath("/settings/owners");
    return undefined;
  });
}

function between(what: keyof typeof attestationBounds) {
  const { min, max } = attestationBounds[what];
  const error = `say a whole number of days, from ${min} to ${max}`;
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error });
}
