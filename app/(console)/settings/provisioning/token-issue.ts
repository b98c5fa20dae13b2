import { runtime } from "#app/runtime/runtime";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { counted } from "#components/text/plural.ts";
import { issueScimToken, scimTokenFields } from "#lib/provisioning/scim/tokens";

/** A directory with the token invites people and ends their access. */
export const tokenIssue = defineConfirmedAction({
  name: "scim-token/issue",
  roles: ["admin"],
  refreshes: ["/settings/provisioning"],
  read: scimTokenFields,
  question: ({ name, expiresInDays }) => ({
    title: `Create a SCIM token for ${name}?`,
    facts: [fact("Valid for", counted(expiresInDays, "day"))],
    consequences: [
      "A directory with the token can invite people, change their profiles and end their access.",
      "The token is shown once. You'll be the admin responsible for it.",
    ],
    confirm: "Create token",
  }),
  run: async (db, by, fields) => {
    const { config } = runtime();
    const { token, expiresAt } = await issueScimToken(db, { ...fields, ...by });
    const baseUrl = `${config.origin}/scim/v2`;
    return { name: fields.name, token, baseUrl, expiresAt: expiresAt.toISOString() };
  },
});
