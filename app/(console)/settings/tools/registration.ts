import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { audienceUrl, registerTool } from "#lib/agents/keys/register-tool";
import { singleLine } from "#lib/text/single-line";
import { keyFacts, keyFields } from "../../agents/key-fields.ts";

const tool = z.object({ name: singleLine(80, "Enter a name"), audience: audienceUrl }).and(keyFields);

/** The tool's key can redeem grants, so registration takes a passkey. Returns a proposal, if there is one. */
export const registration = defineConfirmedAction({
  name: "tool/register",
  roles: ["admin"],
  refreshes: ["/settings/tools"],
  read: tool,
  question: ({ name, audience, ...key }) => ({
    title: `Register ${name}?`,
    facts: [fact("Address", audience), ...keyFacts(key)],
    consequences: consequencesOfTool({ hasSecret: key.keyKind === "secret" }),
    confirm: "Register tool",
  }),
  run: async (db, by, fields) => {
    const { secret: masterSecret } = runtime();
    const { name, audience, keyKind, publicKey, expiresInDays } = fields;
    const key = keyKind === "secret" ? keyKind : { publicKey };
    const tool = { name, audience, key, expiresInDays, masterSecret } as const;
    const registered = await registerTool(db, { ...tool, ...by });
    return "toolId" in registered ? { name, audience, secret: registered.secret } : registered;
  },
  proposes: "tool.register",
  proposalWords: ({ name, audience, public_key, expires_in_days }) => ({
    title: `Register the tool ${name}`,
    href: "/settings/tools",
    facts: [
      fact("Address", audience),
      fact("Key", public_key ?? "A shared secret, created on confirmation"),
      fact("Key expires", `${expires_in_days} days after confirmation`),
    ],
    consequences: consequencesOfTool({ hasSecret: public_key === null }),
  }),
});

function consequencesOfTool({ hasSecret }: { hasSecret: boolean }): string[] {
  return [
    "Anyone with this key can redeem grants for this address if they pass on the agent's proof.",
    ...(hasSecret ? ["The secret is shown once."] : []),
  ];
}
