import type { Admission } from "./admit.ts";
import type { Fault } from "./explain-fault.ts";

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
