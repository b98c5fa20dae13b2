import { defineConfirmedAction } from "#app/web/forms/confirmed-action";
import { beforeAfter } from "#app/web/forms/proposal-words";
import { requireSecondAdmin } from "#lib/two-admins/require-second-admin";
import { proposeSingleAdmin } from "#lib/two-admins/single-admin";

export const requirement = defineConfirmedAction({
  name: "workspace/second-admin/require",
  roles: ["admin"],
  refreshes: ["/settings"],
  read: () => ({}),
  question: () => ({
    title: "Require two admins for changes that loosen control?",
    consequences: [
      "One admin proposes a change that loosens control and another confirms it.",
      "Open invitation and recovery links for admins and approvers no longer work.",
      "These changes aren't possible with only one active admin. Keep at least three admins.",
      "Turning this off will also require two admins.",
    ],
    confirm: "Require two admins",
  }),
  run: (db, by) => requireSecondAdmin(db, by),
});

export const endProposal = defineConfirmedAction({
  name: "workspace/second-admin/propose-end",
  roles: ["admin"],
  refreshes: ["/settings"],
  read: () => ({}),
  question: () => ({
    title: "Propose turning off the two-admin requirement?",
    consequences: ["Nothing changes until another admin confirms.", ...consequencesOfSingleAdmin],
    confirm: "Propose turning off",
  }),
  run: async (db, by) => {
    await proposeSingleAdmin(db, by);
  },
  proposes: "workspace.single_admin",
  proposalWords: () => ({
    title: "Turn off the two-admin requirement",
    href: "/settings/publishing",
    facts: beforeAfter("Two admins", "One admin"),
    consequences: consequencesOfSingleAdmin,
  }),
});

const consequencesOfSingleAdmin = ["One admin will be enough to publish the policy and to loosen control."];
