import type { Untyped } from "#client/json/untyped";
import { readStatement } from "./bytes.ts";

// RFC 3339 section 5.6, in UTC, as the server writes.
const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;

/** Checks that every time is RFC 3339 in UTC. Date.parse accepts more, such as words in brackets. */
export function checkTimes(receipt: Untyped): string {
  const { issued_at, approval, passkey, request, grant } = receipt;
  return checkAll([
    issued_at,
    approval.at,
    approval.voided?.at,
    passkey?.enrolled_at,
    passkey?.confirmed?.at,
    request.created_at,
    request.closed_at,
    request.edit?.at,
    grant?.issued_at,
    grant?.expires_at,
    grant?.closed_at,
    ...statementTimes(receipt),
  ]);
}

/** The same of a receipt about ownership. */
export function checkOwnershipTimes(receipt: Untyped): string {
  const { agents } = readStatement(receipt).statement;
  const added = agents.flatMap(({ keys = [] }: Untyped) => keys.map((key: Untyped) => key.added_at));
  return checkAll([receipt.issued_at, receipt.at, ...statementTimes(receipt), ...added]);
}

/** Checks that a time is within the statement's, with `grace` milliseconds after expiry. */
export function checkPeriod(at: string, { issued_at, expires_at }: Untyped, grace = 0): void {
  if (Date.parse(at) < Date.parse(issued_at)) throw new Error(`${at} is before ${issued_at}`);
  if (Date.parse(at) > Date.parse(expires_at) + grace) throw new Error(`${at} is after ${expires_at}`);
}

function statementTimes(receipt: Untyped): unknown[] {
  const { issued_at, expires_at } = readStatement(receipt).statement;
  return [issued_at, expires_at];
}

/** Only an optional time may be absent: the form requires the rest. */
function checkAll(times: unknown[]) {
  const present = times.filter((time) => time !== undefined);
  for (const time of present) {
    if (!isTime(time)) throw new Error(`${JSON.stringify(time)} isn't an RFC 3339 time in UTC`);
  }
  return `${present.length}, all RFC 3339 in UTC`;
}

/** A 30 February has the right form, but parses as a different day. */
function isTime(text: unknown) {
  if (typeof text !== "string" || !form.test(text)) return false;
  const time = new Date(text);
  return !Number.isNaN(time.getTime()) && time.toISOString().slice(0, 19) === text.slice(0, 19);
}
