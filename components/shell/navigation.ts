export type NavIcon = "queue" | "agents" | "people" | "policy" | "audit" | "coverage" | "settings";

import type { Role } from "#components/people/role-names.ts";

export interface NavItem {
  href: string;
  label: string;
  icon: NavIcon;
}

const items: (NavItem & { roles: Role[] })[] = [
  { href: "/queue", label: "Requests", icon: "queue", roles: ["admin", "approver", "auditor"] },
  { href: "/agents", label: "Agents", icon: "agents", roles: ["admin", "approver", "auditor"] },
  { href: "/people", label: "People", icon: "people", roles: ["admin", "auditor"] },
  { href: "/policy", label: "Policy", icon: "policy", roles: ["admin", "approver", "auditor"] },
  { href: "/audit", label: "Audit log", icon: "audit", roles: ["admin", "auditor"] },
  { href: "/coverage", label: "Coverage", icon: "coverage", roles: ["admin", "auditor"] },
  { href: "/settings", label: "Settings", icon: "settings", roles: ["admin", "approver", "auditor"] },
];

/** The person's pages, for convenience: every page authorizes itself (invariant 14). */
export function navigationFor(roles: readonly Role[]): NavItem[] {
  return items
    .filter((item) => item.roles.some((role) => roles.includes(role)))
    .map(({ href, label, icon }) => ({ href, label, icon }));
}
