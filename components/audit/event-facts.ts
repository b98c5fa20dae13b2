import type { Decider } from "#lib/approvals/list-deciders";
import type { ProposedAct } from "#lib/proposals/proposed-change";
import { roleLabels } from "#lib/text/labels";
import { actWords } from "./act-words.ts";

const proposedActs: Record<ProposedAct, string> = {
  "agent.labels": "agent labels",
  "agent.backups": "backup approvers",
  "group.members": "group members",
  "delegation.name": "delegate",
  "tool.register": "tool",
  "webhook.register": "webhook endpoint",
  "webhook.events": "webhook events",
  "chat.save": "chat setting",
  "person.roles": "roles",
  "person.invite": "invitation",
  "person.invite_again": "invitation link",
  "person.reinstate": "reactivation",
  "person.recover": "recovery link",
  "mail.change": "email settings",
  "boundary.create": "boundary",
  "boundary.code": "enrollment code of a boundary",
  "boundary.held_tools": "held tools of a boundary",
  "boundary.accept_tools": "tools of a boundary",
  "boundary.mapping": "mapping of a boundary",
  "workspace.environment": "environment",
  "workspace.single_admin": "two-admin requirement",
  "agents.release": "release from a freeze",
  "standing_approval.confirm": "standing approval",
  "policy.publish": "policy version",
};

/** The words for values stored under older names. */
const valueWords: Record<string, Record<string, string>> = {
  act: proposedActs,
  capacity: {
    owner: "as owner",
    backup: "as backup approver",
    group: "as group member",
    delegate: "as delegate",
    break_glass: "with break-glass",
  } satisfies Record<Decider["capacity"] | "break_glass", string>,
  roles: roleLabels,
};

const factNames =
  "act capacity finding action_type reason code event roles version added changed gone accepted".split(" ");

/** The few facts that tell similar events apart. The event itself has the rest. */
export function eventFacts(data: Record<string, unknown>, without: readonly string[] = []): string[] {
  const shown = factNames.filter((name) => !without.includes(name));
  return shown.flatMap((name) => {
    const value = data[name];
    if (name === "act" && typeof value === "string" && value.includes("/")) return [actWords(value)];
    const text = (each: unknown) => valueWords[name]?.[String(each)] ?? String(each).replaceAll("_", " ");
    if (Array.isArray(value)) return value.length > 0 ? [value.map(text).join(", ")] : [];
    if (typeof value === "number") return [`${name} ${value}`];
    return typeof value === "string" ? [text(value)] : [];
  });
}
