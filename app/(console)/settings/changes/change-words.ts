import { runtime } from "#app/process/runtime";
import { type Role, rolesText } from "#components/people/role-names.ts";
import { absoluteTime } from "#components/text/time-text.ts";
import { agentNames } from "#lib/agents/agent-names";
import { listGroups } from "#lib/people/list-groups";
import { personLabels } from "#lib/people/person-names";
import type { ProposedChange } from "#lib/proposals/proposed-change";
import type { Viewer } from "#lib/sessions/session";

/**
 * The full description of a proposed change for the confirming admin, with the state before and
 * after.
 */
export interface ChangeWords {
  /** Verb and object, such as "Change the labels of Refund bot". */
  title: string;
  /** The page of the changed object. */
  href: string | undefined;
  facts: { label: string; value: string }[];
  /** The consequences, one sentence each. */
  consequences: string[];
}

type Names = ReadonlyMap<string, string>;

/**
 * The descriptions of changes, by the proposal's ID, with the same number of look-ups for any
 * number of changes.
 */
export async function changeWords(viewer: Viewer, changes: ProposedChange[]): Promise<ChangeWords[]> {
  const { db } = runtime();
  const ids = [...new Set(changes.flatMap(idsIn))];
  const of = (prefix: string) => ids.filter((id) => id.startsWith(prefix));
  const [people, agents, groups] = await Promise.all([
    personLabels(db, of("per_")),
    agentNames(db, viewer, of("agt_")),
    listGroups(db),
  ]);
  const names = new Map([...people, ...agents, ...groups.map(({ id, name }) => [id, name] as const)]);
  return changes.map((change) => wordsFor(change, names));
}

function idsIn(change: ProposedChange): string[] {
  return Object.values(change).flatMap((value) => (Array.isArray(value) ? value : [String(value)]));
}

const decides = "The delegate can approve for this person between these times.";
const linkOnce = "You'll see the link once. Send it over a channel only they can read.";

function wordsFor(change: ProposedChange, names: Names): ChangeWords {
  const name = (id: string) => names.get(id) ?? id;
  const all = (ids: readonly string[]) => listed(ids.map(name));
  switch (change.act) {
    case "agent.labels":
      return {
        title: `Change the labels of ${name(change.agent)}`,
        href: `/agents/${change.agent}`,
        facts: beforeAfter(listed(change.before), listed(change.after)),
        consequences: [
          "Rules that target a label apply differently right away. The agent's pending requests are evaluated again.",
        ],
      };
    case "agent.backups":
      return {
        title: `Change the backup approvers of ${name(change.agent)}`,
        href: `/agents/${change.agent}`,
        facts: beforeAfter(all(change.before), all(change.after)),
        consequences: ["They can approve this agent's requests right away."],
      };
    case "group.members":
      return {
        title: `Change the members of ${name(change.group)}`,
        href: `/people/groups/${change.group}`,
        facts: beforeAfter(all(change.before), all(change.after)),
        consequences: ["Members can approve wherever a rule requires this group, right away."],
      };
    case "delegation.name":
      return {
        title: `Add a delegate for ${name(change.person)}`,
        href: `/people/${change.person}`,
        facts: [
          { label: "Delegate", value: name(change.delegate) },
          { label: "From", value: change.starts_at ? at(change.starts_at) : "When you confirm" },
          { label: "Until", value: at(change.ends_at) },
        ],
        consequences: [decides],
      };
    case "tool.register":
      return {
        title: `Register the tool ${change.name}`,
        href: "/settings/tools",
        facts: [
          { label: "URL", value: change.audience },
          { label: "Key", value: change.public_key ?? "A shared secret, created when you confirm" },
          { label: "Key expires", value: `${change.expires_in_days} days after you confirm` },
        ],
        consequences: [
          "The tool can redeem grants for this URL if it passes on the agent's proof.",
          ...(change.public_key === null ? ["You'll see the secret once."] : []),
        ],
      };
    case "person.roles":
      return {
        title: `Change the roles of ${name(change.person)}`,
        href: `/people/${change.person}`,
        facts: beforeAfter(rolesOf(change.before), rolesOf(change.after)),
        consequences: ["They're signed out and have the new roles when they sign in again."],
      };
    case "person.invite":
      return {
        title: `Invite ${change.name}`,
        href: "/people",
        facts: [
          { label: "Email", value: change.email },
          { label: "Roles", value: rolesOf(change.roles) },
        ],
        consequences: [linkOnce],
      };
    case "person.invite_again":
      return {
        title: `Create an invitation link for ${name(change.person)}`,
        href: `/people/${change.person}`,
        facts: [{ label: "Roles", value: rolesOf(change.roles) }],
        consequences: ["Earlier links stop working.", linkOnce],
      };
    case "person.reinstate":
      return {
        title: `Reactivate ${name(change.person)}`,
        href: `/people/${change.person}`,
        facts: [{ label: "Roles", value: rolesOf(change.roles) }],
        consequences: [
          "They can sign in and decide again, and the agents they own become active.",
          ...(change.against_directory ? ["A directory lists them as inactive."] : []),
        ],
      };
    case "person.recover":
      return {
        title: `Create a recovery link for ${name(change.person)}`,
        href: `/people/${change.person}`,
        facts: [
          { label: "Roles", value: rolesOf(change.roles) },
          {
            label: "Old passkeys",
            value: change.old_passkeys === "keep" ? "Still work" : "Already removed",
          },
        ],
        consequences: [
          "The person who opens the link creates a passkey and can approve in their name. Check with them before you confirm.",
          linkOnce,
        ],
      };
    case "workspace.single_admin":
      return {
        title: "Turn off the two-admin requirement",
        href: "/settings/publishing",
        facts: beforeAfter("Two admins", "One admin"),
        consequences: ["From now on, one admin can publish the policy and loosen control alone."],
      };
    case "policy.publish":
      return {
        title: `Publish policy version ${change.version}`,
        href: "/policy/draft/review",
        facts: [{ label: "Digest", value: change.digest }],
        consequences: ["Review the changes and publish the version on the review page."],
      };
  }
}

function beforeAfter(before: string, after: string) {
  return [
    { label: "Before", value: before },
    { label: "After", value: after },
  ];
}

function listed(values: readonly string[]): string {
  return values.length === 0 ? "None" : [...values].sort().join(", ");
}

function rolesOf(roles: readonly Role[]): string {
  return roles.length === 0 ? "None" : rolesText([...roles].sort());
}

/** In UTC, because the passkey that confirms a change signs this text. */
function at(iso: string): string {
  return absoluteTime(new Date(iso), { timeZone: "UTC" });
}
