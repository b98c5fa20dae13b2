"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { attempt, readForm } from "#app/attempt";
import { chosenApprover, chosenApprovers } from "#app/chosen";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { createAgent } from "#lib/agents/create-agent";
import { lineOfText } from "#lib/line-of-text";
import type { KeyGiven } from "../../../../components/agents/commands.ts";
import type { ActionState } from "../../../../components/forms/action-state.ts";
import { giveKey } from "../give-key.ts";
import { keyFields } from "../key-fields.ts";

const schema = z
  .object({
    name: lineOfText(80),
    ownerId: z.string().min(1, "choose a person"),
    backupIds: z.array(z.string()),
  })
  .and(keyFields);

export interface Created {
  agent: { id: string; name: string };
  given: KeyGiven;
}

export async function create(_previous: ActionState<Created>, form: FormData): Promise<ActionState<Created>> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const { db, clock } = runtime();
    const { name, ownerId: owner, backupIds: backups, ...key } = readForm(schema, form, ["backupIds"]);
    const ownerId = await chosenApprover(actor, "ownerId", owner);
    const backupIds = await chosenApprovers(actor, "backupIds", backups);
    const { agentId } = await createAgent(db, { actor, name, ownerId, backupIds, now: clock() });
    const given = await giveKey(actor, agentId, key);
    revalidatePath("/agents");
    return { agent: { id: agentId, name }, given };
  });
}
