import { z } from "zod";
import { runtime } from "#app/process/runtime";
import { requireConfirmation } from "#app/web/forms/require-confirmation";
import { chosenApprover, chosenApprovers } from "#app/web/forms/resolve-person";
import { readForm } from "#app/web/forms/run-action";
import type { KeyGiven } from "#components/agents/commands.ts";
import { createAgent } from "#lib/agents/create-agent";
import { personNames } from "#lib/people/person-names";
import type { Viewer } from "#lib/sessions/session";
import { singleLine } from "#lib/text/single-line";
import { giveKey } from "../give-key.ts";
import { keyFields } from "../key-fields.ts";
import { creationAct } from "./creation-act.ts";

const creation = z
  .object({
    name: singleLine(80),
    ownerId: z.string().min(1, "Select a person"),
    backupIds: z.array(z.string()).max(500),
  })
  .and(keyFields);

export interface Created {
  agent: { id: string; name: string };
  given: KeyGiven;
}

/**
 * Creates an agent with its first key, as the form specifies. The holder of the key gets every
 * action that policy auto-approves, so creation takes the admin's passkey, for the first agent as
 * well.
 * @throws {CountersignError} as `requireConfirmation`, `createAgent` and `giveKey`
 */
export async function createConfirmed(actor: Viewer, form: FormData): Promise<Created> {
  const { db, clock } = runtime();
  const { name, ownerId: owner, backupIds: backups, ...key } = readForm(creation, form, ["backupIds"]);
  const ownerId = await chosenApprover(actor, "ownerId", owner);
  const backupIds = await chosenApprovers(actor, "backupIds", backups);
  const names = await personNames(db, [ownerId, ...backupIds]);
  await requireConfirmation(actor, await creationAct(form, names), form);
  const { agentId } = await createAgent(db, { actor, name, ownerId, backupIds, now: clock() });
  return { agent: { id: agentId, name }, given: await giveKey(actor, agentId, key) };
}
