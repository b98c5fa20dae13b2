import type { Database, Transaction } from "#db/client";
import { listGroups } from "#lib/people/list-groups";
import type { Rule } from "#lib/policy/language/rule";
import { isRecord } from "../action-types/schema/schema-keywords.ts";
import type { DocumentFault } from "./faults.ts";

/** The names of all groups of approvers, by id. */
export async function groupNames(db: Database | Transaction): Promise<ReadonlyMap<string, string>> {
  return new Map((await listGroups(db)).map(({ id, name }) => [id, name]));
}

/** A rule as in the file, with names of groups. A deleted group stays an ID, which no reader accepts. */
export function namesForGroups(rule: Rule, names: ReadonlyMap<string, string>): Rule {
  const { approvers } = rule;
  if (!approvers || !("group" in approvers)) return rule;
  return { ...rule, approvers: { ...approvers, group: names.get(approvers.group) ?? approvers.group } };
}

/** The file with ids in place of the names of groups, before its form is known to be right. */
export interface WithIds {
  value: unknown;
  /** Names that are no group's. */
  faults: DocumentFault[];
  /** The placeholders for missing groups, so that the rest of the file can be checked. */
  placeholders: string[];
}

const placeholder = "grp_unknown";

/** The reverse of {@link namesForGroups}. Names are compared exactly. */
export function idsForGroups(value: unknown, groups: { id: string; name: string }[]): WithIds {
  if (!isRecord(value) || !Array.isArray(value.rules)) return { value, faults: [], placeholders: [] };
  const ids = new Map(groups.map(({ id, name }) => [name, id]));
  const faults: DocumentFault[] = [];
  const rules = value.rules.map((rule: unknown, index) => {
    if (!isRecord(rule) || !isRecord(rule.approvers) || typeof rule.approvers.group !== "string") return rule;
    const name = rule.approvers.group;
    const id = ids.get(name);
    if (id === undefined)
      faults.push({ path: `/rules/${index}/approvers/group`, message: `no group is named “${name}”` });
    return { ...rule, approvers: { ...rule.approvers, group: id ?? placeholder } };
  });
  return { value: { ...value, rules }, faults, placeholders: faults.length > 0 ? [placeholder] : [] };
}
