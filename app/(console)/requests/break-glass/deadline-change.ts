import { z } from "zod";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { counted } from "#components/text/plural.ts";
import { CountersignError } from "#lib/kernel/errors";
import { longestReviewHours, setReviewHours } from "#lib/membership/set-review-hours";
import { findWorkspace } from "#lib/workspace/find-workspace";

const change = z.object({
  hours: z.coerce
    .number({ error: "Enter a number of hours" })
    .int({ error: "Enter whole hours" })
    .min(1, { error: "Enter at least 1 hour" })
    .max(longestReviewHours, { error: `Enter at most ${longestReviewHours} hours` }),
});

/** A longer deadline takes a passkey, because a break-glass approval then stays unreviewed for longer. */
export const deadlineChange = defineConfirmedAction({
  name: "workspace/break-glass-deadline",
  roles: ["admin"],
  refreshes: ["/requests/break-glass"],
  read: change,
  look: async (_, __, { db }) => {
    const workspace = await findWorkspace(db);
    if (!workspace) throw new CountersignError("internal", "there is no workspace yet");
    return { hours: workspace.breakGlassReviewHours };
  },
  about: ({ hours }) => [hours],
  isFast: ({ hours }, seen) => hours <= seen.hours,
  question: ({ hours }, seen) => ({
    title: "Extend the review deadline?",
    facts: [
      fact("Current deadline", counted(seen.hours, "hour")),
      fact("New deadline", counted(hours, "hour")),
    ],
    consequences: [
      "For break-glass approvals from now on, reviews become overdue later.",
      "Earlier break-glass approvals keep their deadline.",
    ],
    confirm: "Extend deadline",
  }),
  run: async (db, by, { hours }, seen) => {
    const confirmedFrom = by.confirmedWith ? seen.hours : undefined;
    await setReviewHours(db, { ...by, hours, confirmedFrom });
  },
});
