import { type Role, rolesText } from "#components/people/role-names.ts";
import { absoluteTime } from "#components/text/time-text.ts";
import type { ProposedAct, ProposedChange } from "#lib/proposals/proposed-change";

/** The description of a proposed change for the confirming admin, before and after. */
export interface ChangeWords {
  /** Verb and object, such as "Change the labels of Refund bot". */
  title: string;
  href: string | undefined;
  facts: { label: string; value: string }[];
  /** The consequences, one sentence each. */
  consequences: string[];
}

/** The names of people, agents and groups, by ID. */
export type Names = ReadonlyMap<string, string>;

/** What an act proposes, where the workspace requires two admins for it. */
export interface Proposing<Kind extends ProposedAct | undefined> {
  proposes: Kind;
  proposalWords(
    change: Extract<ProposedChange, { act: Kind }>,
    names: Names,
  ): ChangeWords | Promise<ChangeWords>;
}

/** Added for the confirming admin, who gets the link of an invitation or a recovery. */
export const linkOnce = "You'll see the link once. Send it over a channel only they can read.";

export function beforeAfter(before: string, after: string): { label: string; value: string }[] {
  return [
    { label: "Before", value: before },
    { label: "After", value: after },
  ];
}

export function listed(values: readonly string[]): string {
  return values.length === 0 ? "None" : [...values].sort().join(", ");
}

export function rolesOf(roles: readonly Role[]): string {
  return roles.length === 0 ? "None" : rolesText([...roles].sort());
}

/** In UTC, because the passkey that confirms a change signs this text. */
export function utcTime(iso: string): string {
  return absoluteTime(new Date(iso), { timeZone: "UTC" });
}

export function nameOf(id: string, names: Names): string {
  return names.get(id) ?? id;
}

export function namesOf(ids: readonly string[], names: Names): string {
  return listed(ids.map((id) => nameOf(id, names)));
}
