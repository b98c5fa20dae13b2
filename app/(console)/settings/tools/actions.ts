"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { attempt, readForm } from "#app/attempt";
import { idField } from "#app/id-field";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { audienceUrl, registerTool } from "#lib/agents/register-tool";
import { revokeTool } from "#lib/agents/revoke-tool";
import { lineOfText } from "#lib/line-of-text";
import type { ActionState } from "../../../../components/forms/action-state.ts";
import { keyFields } from "../../agents/key-fields.ts";

const registration = z.object({ name: lineOfText(80), audience: audienceUrl }).and(keyFields);
const revocation = z.object({ toolId: idField("tol") });

export interface Registered {
  name: string;
  audience: string;
  secret: string | undefined;
}

export async function register(
  _previous: ActionState<Registered>,
  form: FormData,
): Promise<ActionState<Registered>> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const { db, secret: masterSecret, clock } = runtime();
    const { name, audience, keyKind, publicKey, expiresInDays } = readForm(registration, form);
    const key = keyKind === "secret" ? keyKind : { publicKey };
    const tool = { actor, name, audience, key, expiresInDays, masterSecret, now: clock() } as const;
    const { secret } = await registerTool(db, tool);
    revalidatePath("/settings/tools");
    return { name, audience, secret };
  });
}

export async function removeTool(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const { db, clock } = runtime();
    await revokeTool(db, { actor, ...readForm(revocation, form), now: clock() });
    revalidatePath("/settings/tools");
    return undefined;
  });
}
