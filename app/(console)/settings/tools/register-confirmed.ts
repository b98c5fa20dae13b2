import { z } from "zod";
import { runtime } from "#app/process/runtime";
import { requireConfirmation } from "#app/web/forms/require-confirmation";
import { readForm } from "#app/web/forms/run-action";
import { audienceUrl, registerTool } from "#lib/agents/tools/register-tool";
import type { Viewer } from "#lib/sessions/session";
import { singleLine } from "#lib/text/single-line";
import type { Proposed } from "#lib/two-admins/propose-change";
import { keyFields } from "../../agents/key-fields.ts";
import { registrationAct } from "./registration-act.ts";

const registration = z.object({ name: singleLine(80), audience: audienceUrl }).and(keyFields);

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
