import type { Rule } from "#lib/policy/language/rule";

/** What one engine, the predicates or Cedar, finds for an ask. */
export interface Found {
  applying: Rule[];
  /** The block and step-up rules that may or may not apply. */
  indeterminate: Rule[];
}
