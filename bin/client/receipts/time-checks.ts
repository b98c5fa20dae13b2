import type { Untyped } from "#client/json/untyped";
import { readStatement } from "./statement-checks.ts";

// RFC 3339 section 5.6, in UTC, as the server writes it.
const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;

/**
 * Checks that every time in the receipt and its statement is an RFC 3339 time in UTC. Date.parse
 * alone accepts much more, such as a time followed by words in brackets.
 */
export function checkTimes(receipt: Untyped): string {
  const { statement } = readStatement(receipt);
  const { issued_at, approval, passkey, request, grant } = receipt;
  const required = [
    issued_at,
    approval.at,
    Object(passkey).enrolled_at,
    request.created_at,
    statement.issued_at,
    statement.expires_at,
  ];
  const optional = [
    approval.voided?.at,
    passkey?.confirmed?.at,
    request.closed_at,
    request.edit?.at,
    grant?.issued_at,
    grant?.expires_at,
    grant?.closed_at,
  ];
  return checkAll([...required, ...optional.filter((time) => time !== undefined)]);
}

/** The same of a receipt about ownership. */
export function checkOwnershipTimes(receipt: Untyped): string {
  const { statement } = readStatement(receipt);
  return checkAll([receipt.issued_at, receipt.at, statement.issued_at, statement.expires_at]);
}

function checkAll(times: unknown[]) {
  for (const time of times) {
    if (!isTime(time)) throw new Error(`${JSON.stringify(time)} isn't an RFC 3339 time in UTC`);
  }
  return `${times.length}, all RFC 3339 in UTC`;
}

/** A 30 February has the right form, but parses as a different day. */
function isTime(text: unknown) {
  if (typeof text !== "string" || !form.test(text)) return false;
  const time = new Date(text);
  return !Number.isNaN(time.getTime()) && time.toISOString().slice(0, 19) === text.slice(0, 19);
}
