import { CountersignError } from "#lib/kernel/errors";
import type { Admission } from "./admit.ts";

/** Why no person was identified. */
export interface Fault {
  reason: "provider_denied" | "provider_failed" | "answer_invalid";
  /** For an admin's test: the error, in our words alone. */
  sentence: string;
}

/** Explains an Auth.js error. The provider's text is shown only as codes of RFC 6749 (4.1.2.1, 5.2). */
export function explainFault(thrown: unknown): Fault {
  const chain = chainOf(thrown);
  const ours = chain.find((error) => error instanceof CountersignError);
  if (ours instanceof CountersignError) return { reason: "provider_failed", sentence: ours.userMessage };
  const error = chain.map(({ error }) => error).find((code) => typeof code === "string");
  if (typeof error === "string") return fromCode(error);
  const code = chain.map((fault) => fault.code).find((code) => typeof code === "string");
  const names = chain.map(({ name }) => name).join(", ");
  if (names.includes("InvalidCheck"))
    return {
      reason: "answer_invalid",
      sentence: "The state, nonce or PKCE cookie doesn't match this sign-in.",
    };
  const sentence = `The response was rejected: ${typeof code === "string" ? code : names}.`;
  return { reason: "answer_invalid", sentence };
}

function fromCode(error: string): Fault {
  const code = /^[\x20-\x7e]{1,60}$/.test(error) ? error : "an error without a usable code";
  if (code === "access_denied")
    return { reason: "provider_denied", sentence: "The provider denied access (access_denied)." };
  const hints: Record<string, string> = {
    invalid_client: " The client id or the client secret is wrong.",
    invalid_grant: " The code was already used, or the redirect URI doesn't match.",
    invalid_scope: " It doesn't recognize one of the scopes.",
    unauthorized_client: " This client isn't allowed to use the authorization code flow.",
  };
  return { reason: "provider_failed", sentence: `The provider returned  ${code}.${hints[code] ?? ""}` };
}

type Link = { name?: unknown; code?: unknown; error?: unknown; cause?: unknown };

function chainOf(thrown: unknown): Link[] {
  const chain: Link[] = [];
  let next: unknown = thrown;
  while (typeof next === "object" && next !== null && chain.length < 8) {
    chain.push(next as Link);
    // @auth/core keeps the caught error in `cause.err`.
    const { cause } = next as Link;
    next = (cause as { err?: unknown } | undefined)?.err ?? cause;
  }
  return chain;
}

type Reason = Extract<Admission, { outcome: "refused" }>["reason"];

/** A visitor's reason, with its page. */
export type VisitorReason =
  | Fault["reason"]
  | "over"
  | "connection_off"
  | "address_missing"
  | "address_unverified"
  | "address_unconfirmed"
  | "domain_unlisted"
  | "no_access"
  | "groups_unreadable"
  | "no_role"
  | "busy";

/** Outsiders must not learn who exists, is suspended or has left: these refusals read the same. */
const shownReasons: Record<Reason, VisitorReason> = {
  connection_off: "connection_off",
  email_missing: "address_missing",
  email_unverified: "address_unverified",
  // For the verified email's owner: reveals only that a person here has the email.
  address_unconfirmed: "address_unconfirmed",
  domain_unlisted: "domain_unlisted",
  unknown_person: "no_access",
  address_is_user_name: "no_access",
  person_suspended: "no_access",
  person_left: "no_access",
  linked_to_other_account: "no_access",
  groups_unreadable: "groups_unreadable",
  no_role: "no_role",
};

/** The visitor's reason for the recorded reason. */
export function refusalFor(reason: Reason): VisitorReason {
  return shownReasons[reason];
}
