import type { Database } from "#db/client";
import { tryAgainWhenBusy } from "#db/try-again";
import type { Json } from "#lib/json/canonical";
import { CountersignError } from "#lib/kernel/errors";
import type { ScimClient } from "#lib/provisioning/scim/find-client";
import { userUrn } from "#lib/provisioning/scim/scim-fault";
import { recordRefusedRemoval } from "./record-refused-removal.ts";

interface Attempt {
  client: ScimClient;
  personId: string;
  /** The body's claim about `active`, if asking for a removal. */
  says: "inactive" | "unclear" | undefined;
  now: Date;
}

/**
 * Runs a change that may remove access, and records a refusal: the person still has power, and
 * admins must see that. One error in a change keeps the person active.
 */
export async function recordingRefusal<T>(
  db: Database,
  attempt: Attempt,
  change: () => Promise<T>,
): Promise<T> {
  try {
    // Not every directory repeats a request that a busy database refused.
    return await tryAgainWhenBusy(change);
  } catch (thrown) {
    const { client, personId, says, now } = attempt;
    const reason = reasonOf(thrown);
    if (says === undefined || reason === "not_found") throw thrown;
    // The client hasn't seen the current version, and will repeat the request.
    const isClear = says === "inactive" && reason !== "precondition_failed";
    await recordRefusedRemoval(db, { client, personId, reason, isClear, now });
    throw reason === "last_admin" ? lastAdmin(thrown) : thrown;
  }
}

function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof CountersignError)) return "failed";
  const { reason, scimType } = thrown.details;
  return String(reason ?? scimType ?? thrown.code);
}

function lastAdmin(cause: unknown): CountersignError {
  return new CountersignError("conflict", "the last active admin stays", {
    userMessage:
      "This is the last active admin and still has access. They must make someone else an admin first.",
    cause,
  });
}

const core = userUrn.toLowerCase();

/**
 * Whether the body of a PATCH or PUT asks to remove a person, as far as can be determined: the
 * bodies were refused, and may have any form. The last value counts.
 * @returns `inactive` for a clear claim; `unclear` when the body sets `active` to anything but
 * true; else undefined
 */
export function requestedActive(body: Json): "inactive" | "unclear" | undefined {
  const values = valuesIn(body);
  if (values.length === 0) return undefined;
  const last = values.at(-1);
  if (last === true || last === "True") return undefined;
  return last === false || last === "False" ? "inactive" : "unclear";
}

/** The values for `active` under its name, its schema's name, or a path, in order. */
function valuesIn(value: Json | undefined): (Json | undefined)[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    if (isActive(name)) return [member];
    const key = name.toLowerCase();
    if (key === core) return valuesIn(member);
    return key === "operations" && Array.isArray(member) ? member.flatMap(valuesOfOperation) : [];
  });
}

function valuesOfOperation(operation: Json): (Json | undefined)[] {
  if (typeof operation !== "object" || operation === null || Array.isArray(operation)) return [];
  const members = new Map(Object.entries(operation).map(([name, member]) => [name.toLowerCase(), member]));
  const path = members.get("path");
  if (typeof path === "string" && isActive(path)) return [members.get("value")];
  return valuesIn(members.get("value"));
}

/** Also with sub-attributes, which `active` doesn't have: a directory that sends them means `active`. */
function isActive(path: string): boolean {
  const name = path.trim().toLowerCase();
  const plain = name.startsWith(`${core}:`) ? name.slice(core.length + 1) : name;
  return /^active\b/.test(plain);
}
