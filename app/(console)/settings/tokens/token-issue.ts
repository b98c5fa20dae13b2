import { z } from "zod";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { counted } from "#components/text/plural.ts";
import { issuePolicyToken, policyTokenTtl } from "#lib/policy/tokens/issue-policy-token";

const { least, most } = policyTokenTtl;
const life = z.object({ ttlSeconds: z.coerce.number().int().min(least).max(most) });

/** Issues a policy token, with which the command line edits the draft. */
export const tokenIssue = defineConfirmedAction({
  name: "policy/token",
  roles: ["admin"],
  refreshes: ["/settings/tokens"],
  read: life,
  about: ({ ttlSeconds }) => [ttlSeconds],
  question: ({ ttlSeconds }) => ({
    title: "Create a policy token?",
    facts: [fact("Valid for", duration(ttlSeconds))],
    consequences: [
      "Anyone with the token can read the policy and edit the draft as you. It can't publish.",
      "The token is shown once.",
    ],
    confirm: "Create token",
  }),
  run: async (db, by, { ttlSeconds }) => {
    const { token, expiresAt } = await issuePolicyToken(db, { ...by, ttlSeconds });
    return { token, expiresAt: expiresAt.toISOString() };
  },
});

function duration(seconds: number): string {
  return seconds % 3600 === 0 ? counted(seconds / 3600, "hour") : counted(Math.round(seconds / 60), "minute");
}
