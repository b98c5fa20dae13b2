import { z } from "zod";
import { environmentColors } from "#db/schema/directory";

const id = z.string();
const ids = z.array(id);
const mail = z.strictObject({
  host: z.string(),
  port: z.int(),
  security: z.enum(["starttls", "tls", "none"]),
  userName: z.string().nullable(),
  fromAddress: z.string(),
  fromName: z.string(),
});
const heldTools = z.enum(["block", "step_up"]);
const environment = z.strictObject({ label: z.string(), color: z.enum(environmentColors) }).nullable();
const roles = z.array(z.enum(["admin", "approver", "auditor"]));

/**
 * Every change that can take two admins, with the state before (`before`). The confirming admin
 * sees exactly these values, and the change is refused when the state has changed.
 */
export const proposedChangeSchema = z.discriminatedUnion("act", [
  z.strictObject({ act: z.literal("agent.labels"), agent: id, before: ids, after: ids }),
  z.strictObject({ act: z.literal("agent.backups"), agent: id, before: ids, after: ids }),
  z.strictObject({ act: z.literal("group.members"), group: id, before: ids, after: ids }),
  z.strictObject({
    act: z.literal("delegation.name"),
    person: id,
    delegate: id,
    /** ISO 8601; null for the moment of the confirmation. */
    starts_at: z.string().nullable(),
    ends_at: z.string(),
  }),
  z.strictObject({
    act: z.literal("tool.register"),
    name: z.string(),
    audience: z.string(),
    /** null: an HMAC secret is created on confirmation. */
    public_key: z.string().nullable(),
    expires_in_days: z.int(),
  }),
  z.strictObject({
    act: z.literal("webhook.register"),
    url: z.string(),
    description: z.string(),
    event_types: z.array(z.string()),
  }),
  z.strictObject({
    act: z.literal("webhook.events"),
    endpoint: id,
    url: z.string(),
    description: z.string(),
    before: ids,
    after: ids,
  }),
  z.strictObject({ act: z.literal("person.roles"), person: id, before: roles, after: roles }),
  z.strictObject({ act: z.literal("person.invite"), name: z.string(), email: z.string(), roles }),
  z.strictObject({ act: z.literal("person.invite_again"), person: id, roles }),
  z.strictObject({
    act: z.literal("person.reinstate"),
    person: id,
    roles,
    against_directory: z.boolean(),
  }),
  z.strictObject({
    act: z.literal("person.recover"),
    person: id,
    roles,
    old_passkeys: z.enum(["keep", "remove"]),
  }),
  z.strictObject({
    act: z.literal("chat.save"),
    kind: z.enum(["slack_bot", "slack_webhook", "teams_webhook"]),
    /** The ID of the new setting, to which the secret is sealed. */
    setting: id,
    host: z.string(),
    ends_with: z.string(),
    /** base64url of the sealed token or URL. */
    sealed: z.string(),
    /** The ID of the setting before; null for none. */
    before: id.nullable(),
  }),
  z.strictObject({
    act: z.literal("mail.change"),
    before: mail.nullable(),
    after: mail,
    /** Sealed, in base64. null: no password, or the saved one is kept. */
    password_sealed: z.string().nullable(),
  }),
  z.strictObject({ act: z.literal("boundary.create"), name: z.string(), held_tools: heldTools }),
  z.strictObject({ act: z.literal("boundary.code"), boundary: id, name: z.string() }),
  z.strictObject({
    ...{ act: z.literal("boundary.held_tools"), boundary: id, name: z.string() },
    before: heldTools,
    after: heldTools,
  }),
  z.strictObject({
    ...{ act: z.literal("boundary.accept_tools"), boundary: id, name: z.string() },
    /** Each with its hashes (lib/boundary/pins). The names are the words of the tools' server. */
    tools: z.array(z.strictObject({ name: z.string(), description: z.string(), schema: z.string() })),
  }),
  z.strictObject({
    ...{ act: z.literal("boundary.mapping"), boundary: id, name: z.string() },
    /** The live mapping as canonical JSON; null for none. */
    before: z.string().nullable(),
    after: z.string(),
  }),
  z.strictObject({ act: z.literal("workspace.environment"), before: environment, after: environment }),
  z.strictObject({ act: z.literal("workspace.single_admin") }),
  z.strictObject({ act: z.literal("agents.release"), epoch: z.int() }),
  z.strictObject({
    ...{ act: z.literal("standing_approval.confirm"), agent: id, standing: id, signer: id },
    /** What its person signed, as canonical JSON. */
    statement: z.string(),
  }),
  z.strictObject({ act: z.literal("policy.publish"), version: z.int(), digest: z.string() }),
]);

export type ProposedChange = z.output<typeof proposedChangeSchema>;
export type ProposedAct = ProposedChange["act"];

type SealedMember<Change> = Extract<keyof Change, "sealed" | `${string}_sealed`>;

export const sealedMembers: {
  [Change in ProposedChange as SealedMember<Change> extends never
    ? never
    : Change["act"]]: SealedMember<Change>;
} = {
  "chat.save": "sealed",
  "mail.change": "password_sealed",
};

/** The ID of a change's object, for a hint on its page; null for objects without a page yet. */
export function objectOf(change: ProposedChange): string | null {
  if ("agent" in change) return change.agent;
  if ("group" in change) return change.group;
  if ("boundary" in change) return change.boundary;
  return "person" in change ? change.person : null;
}
