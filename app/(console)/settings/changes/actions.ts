"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { performConfirmed } from "#app/web/forms/confirmed-action";
import { idField } from "#app/web/forms/id-field";
import { readForm } from "#app/web/forms/run-action";
import { runAsViewer } from "#app/web/forms/run-as-viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { personNames } from "#lib/people/person-names";
import { declineProposal, withdrawProposal } from "#lib/proposals/resolve-proposal";
import type { Performed } from "#lib/proposed-changes/perform-change";
import { confirmation } from "./confirmation.ts";

const proposal = z.object({ proposalId: idField("prp") });

/** A result of the change that is shown only once. */
export type ShownOnce =
  | { kind: "done" }
  | { kind: "link"; url: string; expiresAt: string; name: string }
  | { kind: "tool"; name: string; audience: string; secret: string | undefined }
  | { kind: "endpoint"; endpointId: string; url: string; secret: string }
  | { kind: "code"; name: string; origin: string; code: string; expiresAt: string };

export async function confirm(
  _previous: ActionState<ShownOnce>,
  form: FormData,
): Promise<ActionState<ShownOnce>> {
  return runAsViewer(["admin"], async (actor) => shown(await performConfirmed(confirmation, actor, form)));
}

export async function decline(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer(["admin"], async (actor) => {
    const { db, clock } = runtime();
    await declineProposal(db, { actor, ...readForm(proposal, form), now: clock() });
    revalidatePath("/", "layout");
  });
}

export async function withdraw(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer(["admin"], async (actor) => {
    const { db, clock } = runtime();
    await withdrawProposal(db, { actor, ...readForm(proposal, form), now: clock() });
    revalidatePath("/", "layout");
  });
}

/**
 * A page with a link or secret is not re-rendered: the row that shows the link or secret would
 * disappear.
 */
async function shown(performed: Performed): Promise<ShownOnce> {
  if (performed.kind === "done") {
    revalidatePath("/", "layout");
    return performed;
  }
  const { db, config } = runtime();
  if (performed.kind === "code") {
    const { kind, name, code, expiresAt } = performed;
    return { kind, name, origin: config.origin, code, expiresAt: expiresAt.toISOString() };
  }
  if (performed.kind !== "link") return performed;
  const { personId, token, expiresAt } = performed;
  const name = (await personNames(db, [personId])).get(personId) ?? "";
  return { kind: "link", url: `${config.origin}/enroll/${token}`, expiresAt: expiresAt.toISOString(), name };
}
