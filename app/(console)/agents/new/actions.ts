"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { attempt, readForm } from "#app/attempt";
import { idField } from "#app/id-field";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { createAgent } from "#lib/agents/create-agent";
import { lineOfText } from "#lib/line-of-text";
import type { KeyGiven } from "../../../../components/agents/commands.ts";
import type { ActionState } from "../../../../components/forms/action-state.ts";
import { giveKey } from "../give-key.ts";
import { keyFields } from "../key-fields.ts";

const personId = idField("per", "choose a person");
const schema = z
  .object({ name: lineOfText(80), ownerId: personId, backupIds: z.array(personId) })
  .and(keyFields);

export interface Created {
  agent: { id: string; name: string };
  given: KeyGiven;
}

export async function create(_previous: ActionState<Created>, form: FormData): Promise<ActionState<Created>> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const { db, clock } = runtime();
    const { name, ownerId, backupIds, ...key } = readForm(schema, form, ["backupIds"]);
    const { agentId } = await createAgent(db, { actor, name, ownerId, backupIds, now: clock() });
    const given = await giveKey(actor, agentId, key);
    revalidatePath("/agents");
    return { agent: { id: agentId, name }, given };
  });
}
