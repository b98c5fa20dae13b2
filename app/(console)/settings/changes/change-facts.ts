import { type Role, rolesText } from "#components/people/role-names.ts";
import { absoluteTime } from "#components/text/time-text.ts";

export function beforeAfter(before: string, after: string): { label: string; value: string }[] {
  return [
    { label: "Before", value: before },
    { label: "After", value: after },
  ];
}

export function listed(values: readonly string[]): string {
  return values.length === 0 ? "None" : [...values].sort().join(", ");
}

export function rolesOf(roles: readonly Role[]): string {
  return roles.length === 0 ? "None" : rolesText([...roles].sort());
}

/** In UTC, because the passkey that confirms a change signs this text. */
export function utcTime(iso: string): string {
  return absoluteTime(new Date(iso), { timeZone: "UTC" });
}
