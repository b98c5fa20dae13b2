import type { Role } from "#db/schema/directory";

/** A page of the console that search finds. */
export interface Page {
  href: string;
  label: string;
}

const everyone: Role[] = ["admin", "approver", "auditor"];

/** The pages and who may open them, as each page itself requires (app/web/pages.test.ts). */
export const pages: (Page & { roles: Role[] })[] = [
  { href: "/queue", label: "Requests", roles: everyone },
  { href: "/requests/break-glass", label: "Break-glass reviews", roles: ["admin", "auditor"] },
  { href: "/agents", label: "Agents", roles: everyone },
  { href: "/agents/mine", label: "My agents", roles: ["approver"] },
  { href: "/agents/orphaned", label: "Quarantined agents", roles: ["admin", "auditor"] },
  { href: "/connect", label: "Create agent", roles: ["admin"] },
  { href: "/queue/test", label: "Send a test request", roles: ["admin"] },
  { href: "/people", label: "People", roles: ["admin", "auditor"] },
  { href: "/people/groups", label: "Groups", roles: ["admin", "auditor"] },
  { href: "/people/impact", label: "People by impact of offboarding", roles: ["admin", "auditor"] },
  { href: "/people/invite", label: "Invite a person", roles: ["admin"] },
  { href: "/policy", label: "Policy", roles: everyone },
  { href: "/policy/actions", label: "Action types", roles: ["admin"] },
  { href: "/policy/draft/rules/new", label: "New rule", roles: ["admin"] },
  { href: "/policy/thresholds/new", label: "New threshold", roles: ["admin"] },
  { href: "/policy/versions", label: "Version history", roles: everyone },
  { href: "/policy/try", label: "Policy simulator", roles: everyone },
  { href: "/policy/monitor", label: "Monitor mode", roles: ["admin", "auditor"] },
  { href: "/policy/cedar", label: "Policy in Cedar", roles: everyone },
  { href: "/policy/import", label: "Import policy", roles: ["admin"] },
  { href: "/audit", label: "Audit log", roles: ["admin", "auditor"] },
  { href: "/coverage", label: "Coverage", roles: ["admin", "auditor"] },
  { href: "/coverage/evidence", label: "Control evidence", roles: ["admin", "auditor"] },
  { href: "/settings", label: "Settings: Profile and passkeys", roles: everyone },
  { href: "/settings/notifications", label: "Settings: Notifications", roles: everyone },
  { href: "/settings/sessions", label: "Settings: Sessions", roles: everyone },
  { href: "/settings/keys", label: "Settings: Signing keys", roles: ["admin"] },
  { href: "/settings/tools", label: "Settings: Tools", roles: ["admin"] },
  { href: "/boundaries", label: "Boundaries", roles: ["admin"] },
  { href: "/channels", label: "Channels", roles: ["admin"] },
  { href: "/channels/mail", label: "Channels: Email", roles: ["admin"] },
  { href: "/channels/chat", label: "Channels: Slack and Teams", roles: ["admin"] },
  { href: "/channels/webhooks", label: "Channels: Webhooks", roles: ["admin"] },
  { href: "/channels/failed", label: "Channels: Failed deliveries", roles: ["admin"] },
  { href: "/settings/owners", label: "Settings: Ownership reviews", roles: ["admin"] },
  { href: "/settings/sso", label: "Settings: Single sign-on", roles: ["admin"] },
  { href: "/settings/publishing", label: "Settings: Two-admin approval", roles: ["admin"] },
  { href: "/settings/changes", label: "Settings: Proposed changes", roles: ["admin"] },
  { href: "/settings/tokens", label: "Settings: Policy tokens", roles: ["admin"] },
  { href: "/settings/provisioning", label: "Settings: Directory sync", roles: ["admin"] },
  { href: "/settings/signals", label: "Settings: Security events", roles: ["admin"] },
];

const wordsOf = (text: string) => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];

/** The pages for these roles with a label word for each word of the text; all without a text. */
export function findPages(roles: readonly Role[], text: string): Page[] {
  const typed = wordsOf(text);
  if (text && typed.length === 0) return [];
  return pages
    .filter((page) => page.roles.some((role) => roles.includes(role)))
    .filter(({ label }) => typed.every((word) => wordsOf(label).some((own) => own.startsWith(word))))
    .map(({ href, label }) => ({ href, label }));
}
