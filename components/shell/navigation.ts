import type { Role } from "#components/people/role-names.ts";
import type { IconName } from "#components/ui/icon";

export interface NavItem {
  href: string;
  label: string;
  icon: IconName;
}

/** On a phone also in the bar at the top: two presses from every page freeze all agents. */
export const freezeItem: NavItem = { href: "/freeze", label: "Freeze", icon: "snowflake" };

const items: (NavItem & { roles: Role[] })[] = [
  { href: "/queue", label: "Requests", icon: "inbox", roles: ["admin", "approver", "auditor"] },
  { href: "/agents", label: "Agents", icon: "bot", roles: ["admin", "approver", "auditor"] },
  { href: "/people", label: "People", icon: "users", roles: ["admin", "auditor"] },
  { href: "/policy", label: "Policy", icon: "shield-check", roles: ["admin", "approver", "auditor"] },
  { href: "/audit", label: "Audit log", icon: "scroll", roles: ["admin", "auditor"] },
  { href: "/coverage", label: "Coverage", icon: "chart", roles: ["admin", "auditor"] },
  { href: "/settings", label: "Settings", icon: "settings", roles: ["admin", "approver", "auditor"] },
  { ...freezeItem, roles: ["admin", "approver"] },
];

/** The person's pages, for convenience: every page authorizes itself (invariant 14). */
export function navigationFor(roles: readonly Role[]): NavItem[] {
  return items
    .filter((item) => item.roles.some((role) => roles.includes(role)))
    .map(({ href, label, icon }) => ({ href, label, icon }));
}
