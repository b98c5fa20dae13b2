import type { Json } from "#lib/canonical";
import { scimFault } from "#lib/provisioning/scim/scim-fault";
import { membersOf } from "#lib/provisioning/scim/values";

/**
 * The one address we keep of those sent: the primary one, else the one for work, else the first. Takes a list, one of a list, or the
 * address alone, as operations on `emails[type eq "work"].value` have it.
 * @returns undefined when none is there.
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
