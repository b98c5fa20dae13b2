import { z } from "zod";
import { defineConfirmedAction } from "#app/web/forms/confirmed-action";
import { beforeAfter } from "#app/web/forms/proposal-words";
import { environmentColorLabels } from "#components/settings/environment-colors.ts";
import { environmentColors } from "#db/schema/directory";
import { singleLine } from "#lib/text/single-line";
import { changeEnvironment } from "#lib/two-admins/change-environment";
import { type Environment, findEnvironment, longestEnvironment } from "#lib/workspace/environment";

const environment = z.object({
  label: z.union([z.literal(""), singleLine(longestEnvironment)]),
  color: z.enum(environmentColors, { error: "Select a color" }),
});

/** A wrong label leads approvers to approve in the wrong place, so each change takes a passkey. */
export const environmentChange = defineConfirmedAction({
  name: "workspace/environment",
  roles: ["admin"],
  refreshes: ["/"],
  read: environment,
  look: async (_, __, { db }) => ({ before: (await findEnvironment(db)) ?? null }),
  question: (wanted, { before }) => ({
    title: "Change the environment?",
    facts: beforeAfter(words(before), words(chosen(wanted))),
    consequences: consequencesOf(chosen(wanted)),
    confirm: "Change environment",
  }),
  run: (db, by, wanted, { before }) =>
    changeEnvironment(db, { ...by, seen: before ?? undefined, environment: chosen(wanted) }),
  proposes: "workspace.environment",
  proposalWords: ({ before, after }) => ({
    title: "Change the environment",
    href: "/settings/environment",
    facts: beforeAfter(words(before), words(after)),
    consequences: consequencesOf(after),
  }),
});

function consequencesOf(named: Environment | null | undefined): string[] {
  return [
    named
      ? "Every page, message and new approval names it."
      : "Pages, messages and new approvals no longer name an environment.",
    "Approvers who have a request open have to reload the page.",
  ];
}

function chosen({ label, color }: z.output<typeof environment>): Environment | undefined {
  return label === "" ? undefined : { label, color };
}

function words(named: Environment | null | undefined): string {
  return named ? `${named.label} (${environmentColorLabels[named.color].toLowerCase()})` : "None";
}
