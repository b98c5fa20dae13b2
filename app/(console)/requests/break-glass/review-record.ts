import { z } from "zod";
import { idField } from "#app/web/forms/act";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import type { Fact } from "#components/forms/action-state.ts";
import { sumText } from "#components/text/amount-text.ts";
import { findReview } from "#lib/approvals/break-glass/list-reviews";
import { reviewBreakGlass } from "#lib/approvals/break-glass/review-break-glass";
import { storableText } from "#lib/json/storable-text";
import { CountersignError } from "#lib/kernel/errors";
import { type RequestName, requestNames } from "#lib/search/request-names";

const record = z.object({
  approvalId: idField("apr"),
  finding: z.enum(["justified", "not_justified"], { error: "Select an option" }),
  note: storableText(2000).trim().min(1, "Describe what you found"),
});

/** The only check of a break-glass approval, so a stolen session must not record a review. */
export const reviewRecord = defineConfirmedAction({
  name: "break-glass/review",
  roles: ["admin"],
  refreshes: ["/"],
  read: record,
  look: async (viewer, { approvalId }, { db, now }) => {
    const { usedBy, agent, requestId, review } = await findReview(db, { viewer, approvalId });
    if (review === null) {
      const names = await requestNames(db, { viewer, ids: [requestId], now });
      return { usedBy: usedBy.name, agent, request: names.get(requestId) };
    }
    throw new CountersignError("already_decided", `${approvalId} was reviewed`, {
      userMessage: "Another admin has already reviewed this. Reload the page to see the finding.",
    });
  },
  about: ({ approvalId, finding }) => [approvalId, finding],
  question: ({ finding, note }, { usedBy, agent, request }) => ({
    title: `Record the review of ${usedBy}'s approval?`,
    facts: [
      fact("Agent", agent),
      ...(request ? requestFacts(request) : []),
      fact("Finding", finding === "justified" ? "Justified" : "Not justified"),
      fact("Findings", note),
    ],
    consequences: [
      "The review is closed and its reminders stop.",
      "What the approval allowed isn't affected.",
      "This can't be undone.",
    ],
    confirm: "Record review",
  }),
  run: (db, by, fields) => reviewBreakGlass(db, { ...fields, ...by }),
});

function requestFacts({ title, amount, resource }: RequestName): Fact[] {
  const facts = [fact("Request", title)];
  if (amount) facts.push(fact("Amount", sumText(amount.value, amount.currency)));
  if (resource !== undefined) facts.push(fact("Resource", resource));
  return facts;
}
