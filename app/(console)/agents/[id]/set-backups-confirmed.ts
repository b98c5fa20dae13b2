import { z } from "zod";
import { runtime } from "#app/process/runtime";
import { idField } from "#app/web/forms/id-field";
import { requireConfirmation } from "#app/web/forms/require-confirmation";
import { readForm } from "#app/web/forms/run-action";
import { addedTo } from "#components/forms/added-members.ts";
import { named } from "#components/passkey/act-digest.ts";
import { findAgent } from "#lib/agents/find-agent";
import { setBackups } from "#lib/agents/set-backups";
import { personNames } from "#lib/people/person-names";
import type { Viewer } from "#lib/sessions/session";
import type { Proposed } from "#lib/two-admins/propose-change";
import { backupsAct } from "./backups-act.ts";

const personIds = z.array(idField("per", "Select a person")).max(500);
const change = z.object({ agentId: idField("agt"), seenIds: personIds, backupIds: personIds });

/**
 * Changes the backup approvers of an agent, as the form specifies. An added backup approver may
 * decide requests, so adding takes the admin's passkey. Removing takes none.
 * @returns the proposal, if a second admin has to confirm the change.
 * @throws {CountersignError} as `requireConfirmation` and `setBackups`
 */
export async function setBackupsConfirmed(actor: Viewer, form: FormData): Promise<Proposed | undefined> {
  const { db, clock } = runtime();
  const wanted = readForm(change, form, ["seenIds", "backupIds"]);
  const agent = await findAgent(db, { viewer: actor, agentId: wanted.agentId, now: clock() });
  const added = addedTo(wanted.seenIds, wanted.backupIds);
  const act = await backupsAct(agent, named(added, await personNames(db, added)));
  const { credentialId } = act ? await requireConfirmation(actor, act, form) : {};
  // `setBackups` refuses when the backup approvers differ from the form's: the passkey confirmed
  // exactly the additions that the form showed.
  return setBackups(db, { actor, confirmedWith: credentialId, ...wanted, now: clock() });
}
