import { z } from "zod";
import { readForm } from "#app/attempt";
import { requireConfirmation } from "#app/require-confirmation";
import { runtime } from "#app/runtime";
import { audienceUrl, registerTool } from "#lib/agents/register-tool";
import type { Viewer } from "#lib/auth/session";
import { lineOfText } from "#lib/line-of-text";
import { keyFields } from "../../agents/key-fields.ts";
import { registrationAct } from "./registration-act.ts";

const registration = z.object({ name: lineOfText(80), audience: audienceUrl }).and(keyFields);

export interface Registered {
  name: string;
  audience: string;
  secret: string | undefined;
}

/**
 * Registers a tool, as a form says. Its key redeems grants then: it takes the admin's passkey.
 * @throws {CountersignError} as `requireConfirmation` and `registerTool`
 */
export async function registerConfirmed(actor: Viewer, form: FormData): Promise<Registered> {
  const { db, secret: masterSecret, clock } = runtime();
  const { name, audience, keyKind, publicKey, expiresInDays } = readForm(registration, form);
  await requireConfirmation(actor, await registrationAct(form), form);
  const key = keyKind === "secret" ? keyKind : { publicKey };
  const tool = { actor, name, audience, key, expiresInDays, masterSecret, now: clock() } as const;
  const { secret } = await registerTool(db, tool);
  return { name, audience, secret };
}
