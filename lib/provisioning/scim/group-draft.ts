import type { Json } from "#lib/json/canonical";
import { parsePath } from "#lib/provisioning/scim/filter";
import type { PatchOperation } from "#lib/provisioning/scim/patch-operations";
import { groupUrn, scimFault } from "#lib/provisioning/scim/scim-fault";
import { descriptionOf, identifierOf, membersOf } from "#lib/provisioning/scim/values";

export interface GroupDraft {
  displayName?: string;
  externalId?: string;
  /** Ids of people. */
  members: Set<string>;
}

type Op = PatchOperation["op"];

const maximumMembers = 20_000;

/** Applies each member of a body, or of a value without a path. @throws `invalid_body` */
export function takeGroupMembers(draft: GroupDraft, op: Op, value: Json | undefined, what: string): void {
  for (const [key, member] of membersOf(value, what)) applyToGroup(draft, { op, path: key, value: member });
}

/**
 * Applies one operation to the draft. Members are removed by path (`members[value eq "per_…"]`), or
 * as Entra does, by a list of values with the path `members`; with neither, all members.
 * @throws {CountersignError} `invalid_body`
 */
export function applyToGroup(draft: GroupDraft, { op, path, value }: PatchOperation): void {
  if (path === undefined || path.toLowerCase() === groupUrn.toLowerCase()) {
    takeGroupMembers(draft, op, value, "The value of an operation without a path");
    return;
  }
  const { attribute, filter, sub } = parsePath(path);
  const isPlain = filter === undefined && sub === undefined;
  if (attribute === "members") {
    if (sub !== undefined || (filter !== undefined && op !== "remove")) throw unreachable(path);
    if (filter) draft.members.delete(memberNamed(filter, path));
    else changeMembers(draft, op, value);
  } else if (attribute === "displayname" && isPlain) {
    if (op === "remove") throw scimFault("mutability", "displayName can't be removed.");
    draft.displayName = descriptionOf(value, "displayName");
  } else if (attribute === "externalid" && isPlain) {
    const before = draft.externalId;
    draft.externalId = op === "remove" ? undefined : identifierOf(value, "externalId", { before });
  }
}

function changeMembers(draft: GroupDraft, op: Op, value: Json | undefined): void {
  const isAll = op === "remove" && value === undefined;
  const ids = isAll || (op === "replace" && value === null) ? [] : idsOf(value);
  if (isAll || op === "replace") draft.members.clear();
  for (const id of ids) {
    if (op === "remove") draft.members.delete(id);
    else draft.members.add(id);
  }
  if (draft.members.size > maximumMembers)
    throw scimFault("invalidValue", `A group can have at most ${maximumMembers} people.`);
}

function idsOf(value: Json | undefined): string[] {
  if (value === null || value === undefined) throw scimFault("invalidValue", "members must be a list.");
  return (Array.isArray(value) ? value : [value]).map((entry) => {
    const id = membersOf(entry, "A member").get("value");
    if (typeof id === "string") return id;
    throw scimFault("invalidValue", "The value of a member must be the ID of a user.");
  });
}

function memberNamed(filter: { attribute: string; value: string | boolean }[], path: string): string {
  const [only, ...others] = filter;
  if (only?.attribute !== "value" || typeof only.value !== "string" || others.length > 0)
    throw unreachable(path);
  return only.value;
}

function unreachable(path: string) {
  return scimFault("invalidPath", `${path} can't be changed. Add and remove members by their value.`);
}
