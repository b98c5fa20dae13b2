import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { defineConfirmedAction } from "#app/web/forms/confirmed-action";
import { idField } from "#app/web/forms/id-field";
import { readForm } from "#app/web/forms/run-action";
import { personNames } from "#lib/people/person-names";
import { findProposal } from "#lib/proposals/find-proposals";
import { notOpen } from "#lib/proposals/resolve-proposal";
import { confirmProposal } from "#lib/proposed-changes/confirm-proposal";
import { changeWords } from "./change-words.ts";
import { toolTexts } from "./tool-texts.ts";

const fields = z.object({ proposalId: idField("prp"), digest: z.string().max(64) });

/**
 * Confirms another admin's proposed change: the passkey confirms the proposal's digest and the text
 * on the screen.
 */
export const confirmation = defineConfirmedAction({
  read: (form) => readForm(fields, form),
  look: async (viewer, { proposalId }) => {
    const { db, clock } = runtime();
    const proposal = await findProposal(db, { proposalId, now: clock() });
    if (proposal?.state !== "open") throw notOpen(proposalId);
    const [words] = await changeWords(viewer, [proposal.change]);
    if (!words) throw notOpen(proposalId);
    const proposer = (await personNames(db, [proposal.proposedBy])).get(proposal.proposedBy) ?? "";
    const facts = [...words.facts, ...(await toolTexts(db, proposal.change))];
    return { title: words.title, facts, consequences: words.consequences, proposer };
  },
  name: ({ proposalId, digest }) => `proposal/confirm/${proposalId}/${digest}`,
  question: (_, { title, facts, consequences, proposer }) => ({
    title: `${title}?`,
    facts: [{ label: "Proposed by", value: proposer }, ...facts],
    consequences,
    confirm: "Confirm change",
  }),
  run: async (actor, { proposalId, digest }, _seen, confirmedWith) => {
    const { db, secret: masterSecret, config, clock } = runtime();
    const proposal = { proposalId, digest, masterSecret, config };
    return confirmProposal(db, { actor, ...proposal, confirmedWith, now: clock() });
  },
});
