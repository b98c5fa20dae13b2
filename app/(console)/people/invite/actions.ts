"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { attempt, readForm } from "#app/attempt";
import { requireConfirmation } from "#app/require-confirmation";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { invitePerson } from "#lib/directory/invite-person";
import { personName, roleSet } from "#lib/directory/person-fields";
import { emailAddress } from "#lib/email-address";
import type { Proposed } from "#lib/proposals/propose-change";
import type { ActionState } from "../../../../components/forms/action-state.ts";
import { rolesInAct } from "../../../../components/people/roles-in-act.ts";

const schema = z.object({ name: personName, email: emailAddress, roles: roleSet });

export interface Invited {
  personId: string;
  name: string;
  url: string;
  expiresAt: string;
}

export async function invite(
  _previous: ActionState<Invited | Proposed>,
  form: FormData,
): Promise<ActionState<Invited | Proposed>> {
  const actor = await requireViewer("admin");
  const { db, clock, config } = runtime();
  return attempt(async () => {
    const person = readForm(schema, form, ["roles"]);
    const act = `people/invite/${rolesInAct(person.roles)}` as const;
    const { credentialId } = await requireConfirmation(actor, act, form);
    const link = await invitePerson(db, { actor, confirmedWith: credentialId, ...person, now: clock() });
    revalidatePath("/people");
    if ("proposalId" in link) return link;
    return {
      personId: link.personId,
      name: person.name,
      url: `${config.origin}/enroll/${link.token}`,
      expiresAt: link.expiresAt.toISOString(),
    };
  });
}
