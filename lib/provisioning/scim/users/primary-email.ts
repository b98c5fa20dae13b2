import type { Json } from "#lib/json/canonical";
import { scimFault } from "#lib/provisioning/scim/scim-fault";
import { membersOf } from "#lib/provisioning/scim/values";

/**
 * The email to store of several: the primary email, else the work email, else the first. Takes a
 * list, an entry of a list, or the email alone, as in operations on `emails[type eq "work"].value`.
 * @returns undefined without an email.
 * @throws {CountersignError} `invalid_body`
 */
export function primaryEmail(value: Json | undefined): string | undefined {
  if (value === null || value === undefined || value === "") return undefined;
  if (typeof value === "string") return value;
  const entries = (Array.isArray(value) ? value : [value]).map((entry) => membersOf(entry, "An email"));
  const chosen =
    entries.find((entry) => entry.get("primary") === true || entry.get("primary") === "True") ??
    entries.find((entry) => entry.get("type") === "work") ??
    entries[0];
  const address = chosen?.get("value");
  if (address === undefined || address === null || address === "") return undefined;
  if (typeof address !== "string") throw scimFault("invalidValue", "The value of an email must be text.");
  return address;
}
