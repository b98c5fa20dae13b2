import { z } from "zod";
import { readForm } from "#app/attempt";
import { requireConfirmation } from "#app/require-confirmation";
import { runtime } from "#app/runtime";
import { audienceUrl, registerTool } from "#lib/agents/register-tool";
import type { Viewer } from "#lib/auth/session";
import { lineOfText } from "#lib/line-of-text";
import type { Proposed } from "#lib/proposals/propose-change";
import { keyFields } from "../../agents/key-fields.ts";
import { registrationAct } from "./registration-act.ts";

const registration = z.object({ name: lineOfText(80), audience: audienceUrl }).and(keyFields);

export interface Registered {
  name: string;
  audience: string;
  secret: string | undefined;
}

/**
 * Registers a tool, as the form specifies. The tool's key can then redeem grants, so registration
 * takes the admin's passkey.
 * @returns the proposal, if a second admin has to confirm the registration.
 * @throws {CountersignError} as `requireConfirmation` and `registerTool`
 */
export async function registerConfirmed(actor: Viewer, form: FormData): Promise<Registered | Proposed> {
  const { db, secret: masterSecret, clock } = runtime();
  const { name, audience, keyKind, publicKey, expiresInDays } = readForm(registration, form);
  const { credentialId } = await requireConfirmation(actor, await registrationAct(form), form);
  const key = keyKind === "secret" ? keyKind : { publicKey };
  const tool = {
    actor,
    credentialId,
    name,
    audience,
    key,
    expiresInDays,
    masterSecret,
    now: clock(),
  } as const;
  const registered = await registerTool(db, tool);
  return "toolId" in registered ? { name, audience, secret: registered.secret } : registered;
}
