import { z } from "zod";
import { runtime } from "#app/process/runtime";
import { defineConfirmedAction } from "#app/web/forms/confirmed-action";
import { idField } from "#app/web/forms/id-field";
import { readForm } from "#app/web/forms/run-action";
import { findReview } from "#lib/approvals/break-glass/list-reviews";
import { reviewBreakGlass } from "#lib/approvals/break-glass/review-break-glass";
import { CountersignError } from "#lib/errors";
import { storableText } from "#lib/json/storable-text";

const record = z.object({
  approvalId: idField("apr"),
  finding: z.enum(["justified", "not_justified"], { error: "Select an option" }),
  note: storableText(2000).trim().min(1, "Describe what you found"),
});

/**
 * Records a break-glass review. The review is the only check of such an approval, so a stolen
 * session must not be able to record one.
 */
export const reviewRecord = defineConfirmedAction({
  read: (form) => readForm(record, form),
  look: async (viewer, { approvalId }) => {
    const { usedBy, agent, actionType, review } = await findReview(runtime().db, { viewer, approvalId });
    if (review === null) return { usedBy: usedBy.name, agent, actionType };
    throw new CountersignError("already_decided", `${approvalId} was reviewed`, {
      userMessage: "Another admin has already reviewed this. Reload the page to see the finding.",
    });
  },
  name: ({ approvalId, finding }) => `break-glass/review/${approvalId}/${finding}`,
  question: ({ finding, note }, { usedBy, agent, actionType }) => ({
    title: `Record the review of ${usedBy}'s approval?`,
    facts: [
      { label: "Agent", value: agent },
      { label: "Action type", value: actionType },
      { label: "Finding", value: finding === "justified" ? "Justified" : "Not justified" },
      { label: "Findings", value: note },
    ],
    consequences: [
      "The review is closed and its reminders stop.",
      "What the approval allowed isn't affected.",
      "This can't be undone.",
    ],
    confirm: "Record review",
  }),
  run: async (actor, fields, _seen, confirmedWith) => {
    const { db, clock } = runtime();
    await reviewBreakGlass(db, { actor, ...fields, confirmedWith, now: clock() });
  },
});
