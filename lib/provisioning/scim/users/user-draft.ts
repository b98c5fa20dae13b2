import type { Json } from "#lib/json/canonical";
import { type AttributePath, parsePath } from "#lib/provisioning/scim/filter";
import { enterpriseUrn, scimFault, userUrn } from "#lib/provisioning/scim/scim-fault";
import { booleanOf, descriptionOf, identifierOf, membersOf } from "#lib/provisioning/scim/values";
import { emailAddress } from "#lib/text/email-address";
import { primaryEmail, profileAttribute, profileAttributes } from "./user-attributes.ts";

export interface UserDraft {
  userName?: string;
  externalId?: string;
  email?: string;
  /** Absent unless sent. */
  active?: boolean;
  profile: Record<string, string>;
  /** An existing person's identifiers. */
  known?: { userName: string; externalId: string | undefined };
}

const enterprise = enterpriseUrn.toLowerCase();
const core = userUrn.toLowerCase();
const nameLength = 120;

/** Applies each member of a body or value. A key may be a path, also with the extension's URN. */
export function takeMembers(draft: UserDraft, value: Json | undefined, what: string): void {
  for (const [key, member] of membersOf(value, what)) take(draft, key, member);
}

/**
 * Applies an attribute to the draft. Unstored attributes are left out, as RFC 7644 (section 3.3)
 * permits; an attribute about whether a person is active is understood or refused.
 * @throws {CountersignError} `invalid_body`
 */
export function take(draft: UserDraft, path: string, value: Json | undefined): void {
  const name = path.toLowerCase();
  if (name === enterprise) takeParts(draft, `${enterpriseUrn}:`, value);
  else if (name === core) takeMembers(draft, value, path);
  else takeAttribute(draft, parsePath(path), value);
}

function takeAttribute(draft: UserDraft, target: AttributePath, value: Json | undefined): void {
  const { attribute, sub } = target;
  const whole = sub ? `${attribute}.${sub}` : attribute;
  if (attribute === "active") draft.active = booleanOf(value, plainly(target));
  else if (attribute === "username") takeUserName(draft, target, value);
  else if (attribute === "externalid")
    draft.externalId = identifierOf(value, plainly(target), { before: draft.known?.externalId });
  else if (attribute === "emails") takeEmail(draft, target, value);
  else if (whole === "name") takeParts(draft, "name.", value);
  else takeText(draft, whole, value);
}

function takeUserName(draft: UserDraft, target: AttributePath, value: Json | undefined): void {
  const before = draft.known?.userName;
  draft.userName = identifierOf(value, plainly(target), { before, maximumLength: 254 });
}

/** Removes an attribute from the draft. @throws {CountersignError} `invalid_body` if required */
export function takeAway(draft: UserDraft, path: string): void {
  const isEnterprise = path.toLowerCase() === enterprise;
  const { attribute, sub, filter }: AttributePath = isEnterprise
    ? { attribute: enterprise }
    : parsePath(path);
  if (attribute === "active" || attribute === "username") {
    throw scimFault("mutability", `${path} can't be removed. Send the new value instead.`);
  }
  if (attribute === "externalid") draft.externalId = undefined;
  if (attribute === "emails" && !isForOther(filter)) draft.email = undefined;
  const whole = sub ? `${attribute}.${sub}` : attribute;
  for (const profileAttribute of profileAttributes) {
    const name = profileAttribute.toLowerCase();
    if (name === whole || name.startsWith(`${whole}.`) || name.startsWith(`${whole}:`))
      delete draft.profile[profileAttribute];
  }
}

function takeParts(draft: UserDraft, prefix: string, value: Json | undefined): void {
  if (value === null || value === undefined) return;
  for (const [part, text] of membersOf(value, prefix.slice(0, -1))) takeText(draft, prefix + part, text);
}

function takeText(draft: UserDraft, path: string, value: Json | undefined): void {
  const attribute = profileAttribute(path);
  if (!attribute) return;
  const text = descriptionOf(value, attribute, attribute === "displayName" ? nameLength : undefined);
  if (text === undefined) delete draft.profile[attribute];
  else draft.profile[attribute] = text;
}

function takeEmail(draft: UserDraft, { sub, filter }: AttributePath, value: Json | undefined): void {
  if (isForOther(filter) || (sub !== undefined && sub !== "value")) return;
  const address = primaryEmail(value);
  if (address === undefined) return;
  // An unchanged email must not prevent the rest, such as active=false.
  if (address === draft.email) return;
  const read = emailAddress.safeParse(address);
  if (!read.success) throw scimFault("invalidValue", "emails must contain an email.");
  draft.email = read.data;
}

/** Whether a value filter is for unstored emails, such as private emails. */
function isForOther(filter: AttributePath["filter"]): boolean {
  return filter?.some(({ attribute, value }) => attribute === "type" && value !== "work") ?? false;
}

/** The name of an attribute without parts. @throws {CountersignError} `invalid_body` */
function plainly({ attribute, filter, sub }: AttributePath): string {
  if (filter === undefined && sub === undefined) return attribute;
  throw scimFault("invalidPath", `${attribute} doesn't have parts.`);
}
