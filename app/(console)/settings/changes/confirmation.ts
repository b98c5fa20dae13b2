import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { defineAct, idField, withFields } from "#app/web/forms/act";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import type { Database } from "#db/client";
import { requireShown } from "#lib/boundary/registry/shown-tools";
import { personNames } from "#lib/people/person-names";
import { findProposal } from "#lib/proposals/find-proposals";
import type { ProposedChange } from "#lib/proposals/proposed-change";
import { declineProposal, notOpen, withdrawProposal } from "#lib/proposals/resolve-proposal";
import { confirmProposal } from "#lib/proposed-changes/confirm-proposal";
import type { Performed } from "#lib/proposed-changes/perform-change";
import { changeWords } from "./change-words.ts";

const which = z.object({ proposalId: idField("prp") });
const fields = which.extend({ digest: z.string().max(64) });

export type ShownOnce =
  | { kind: "done" }
  | { kind: "link"; url: string; expiresAt: string; name: string }
  | { kind: "tool"; name: string; audience: string; secret: string | undefined }
  | { kind: "endpoint"; endpointId: string; url: string; secret: string }
  | { kind: "code"; name: string; origin: string; code: string; expiresAt: string };

/** The passkey confirms the digest and the shown text of another admin's proposal. */
export const confirmation = defineConfirmedAction({
  name: "proposal/confirm",
  roles: ["admin"],
  refreshes: ["/"],
  // The row that shows the link or the secret would disappear.
  keepsPages: ({ kind }) => kind !== "done",
  read: fields,
  look: async (viewer, { proposalId }, { db, now }) => {
    const proposal = await findProposal(db, { proposalId, now });
    if (proposal?.state !== "open") throw notOpen(proposalId);
    const [words] = await changeWords(viewer, [proposal.change]);
    if (!words) throw notOpen(proposalId);
    const proposer = (await personNames(db, [proposal.proposedBy])).get(proposal.proposedBy) ?? "";
    const facts = [...words.facts, ...(await toolTexts(db, proposal.change))];
    return { title: words.title, facts, consequences: words.consequences, proposer };
  },
  about: ({ proposalId, digest }) => [proposalId, digest],
  question: (_, { title, facts, consequences, proposer }) => ({
    title: `${title}?`,
    facts: [fact("Proposed by", proposer), ...facts],
    consequences,
    confirm: "Confirm change",
  }),
  run: async (db, by, { proposalId, digest }): Promise<ShownOnce> => {
    const { secret: masterSecret, config } = runtime();
    const proposal = { proposalId, digest, masterSecret, config };
    return shown(await confirmProposal(db, { ...proposal, ...by }));
  },
});

export const declining = defineAct({
  name: "proposal/decline",
  roles: ["admin"],
  refreshes: ["/"],
  perform: withFields(which, declineProposal),
});

export const withdrawal = defineAct({
  name: "proposal/withdraw",
  roles: ["admin"],
  refreshes: ["/"],
  perform: withFields(which, withdrawProposal),
});

async function shown(performed: Performed): Promise<ShownOnce> {
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

/**
 * The tools of a change with the complete text of exactly the proposed hashes, which the confirming
 * admin reads.
 * @throws {CountersignError} `conflict` if a tool isn't listed as it was proposed
 */
async function toolTexts(db: Database, change: ProposedChange): Promise<{ label: string; value: string }[]> {
  if (change.act !== "boundary.accept_tools") return [];
  const texts = await requireShown(db, { boundaryId: change.boundary, tools: change.tools });
  return texts.map(({ seenText }, index) =>
    fact(`Tool ${index + 1} (unverified)`, JSON.stringify(JSON.parse(seenText), undefined, 2)),
  );
}
