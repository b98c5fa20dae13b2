import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { beforeAfter } from "#app/web/forms/proposal-words";
import { CountersignError } from "#lib/kernel/errors";
import { findFreezeDetails } from "#lib/lifecycle/find-freeze-details";
import { releaseAgents } from "#lib/lifecycle/release-agents";

/** Ends one freeze: the passkey confirms the freeze in the dialog, and no later freeze. */
export const releasing = defineConfirmedAction({
  name: "freeze/release",
  roles: ["admin"],
  refreshes: ["/"],
  read: () => ({}),
  look: async (viewer, _, { db }) => {
    const freeze = await findFreezeDetails(db, viewer);
    if (!freeze)
      throw new CountersignError("conflict", "agents are not frozen", {
        userMessage: "Agents aren't frozen, so nothing was changed. Reload the page.",
      });
    const { epoch, at, by, reason } = freeze;
    return { epoch, frozenBy: by, frozenAt: at.toISOString(), reason: reason ?? "" };
  },
  about: (_, { epoch }) => [epoch],
  question: (_, { frozenBy, frozenAt, reason }) => ({
    title: "Release all agents?",
    facts: [
      fact("Frozen by", frozenBy),
      fact("Since", new Date(frozenAt)),
      ...(reason ? [fact("Reason", reason)] : []),
    ],
    consequences: consequencesOfRelease,
    confirm: "Release agents",
  }),
  run: (db, by, _, { epoch }) => releaseAgents(db, { ...by, epoch }),
  proposes: "agents.release",
  proposalWords: () => ({
    title: "Release all agents from the freeze",
    href: "/freeze",
    facts: beforeAfter("Frozen", "Released"),
    consequences: consequencesOfRelease,
  }),
});

const consequencesOfRelease = [
  "Agents can make requests again, and policy auto-approves as before.",
  "Pending requests need new approvals. Grants from before the freeze stay revoked.",
];
