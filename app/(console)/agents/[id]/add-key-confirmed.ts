import { z } from "zod";
import { runtime } from "#app/process/runtime";
import { idField } from "#app/web/forms/id-field";
import { requireConfirmation } from "#app/web/forms/require-confirmation";
import { readForm } from "#app/web/forms/run-action";
import type { KeyGiven } from "#components/agents/commands.ts";
import { findAgent } from "#lib/agents/find-agent";
import type { Viewer } from "#lib/sessions/session";
import { giveKey } from "../give-key.ts";
import { keyFields } from "../key-fields.ts";
import { keyAct } from "./key-act.ts";

const addition = z.object({ agentId: idField("agt") }).and(keyFields);

/**
 * Adds a key to an agent, as the form specifies. The holder of a key requests and redeems as the
 * agent, so the admin or owner confirms with a passkey.
 * @throws {CountersignError} as `findAgent`, `requireConfirmation` and `giveKey`
 */
export async function addKeyConfirmed(actor: Viewer, form: FormData): Promise<KeyGiven> {
  const { db, clock } = runtime();
  const { agentId, ...key } = readForm(addition, form);
  const agent = await findAgent(db, { viewer: actor, agentId, now: clock() });
  await requireConfirmation(actor, await keyAct(agent, form), form);
  return giveKey(actor, agentId, key);
}
