import { LinkTabs } from "#components/ui/link-tabs";

/** Tabs: the agents in the viewer's sight, the viewer's own, and for admins and auditors the quarantined. */
export function AgentsTabs({ roles }: { roles: readonly string[] }) {
  const own = roles.includes("approver") ? [{ href: "/agents/mine", label: "My agents" }] : [];
  const seesAll = roles.includes("admin") || roles.includes("auditor");
  const orphaned = seesAll ? [{ href: "/agents/orphaned", label: "Quarantined" }] : [];
  const tabs = [{ href: "/agents", label: "All" }, ...own, ...orphaned];
  return tabs.length > 1 ? <LinkTabs label="Agents" tabs={tabs} /> : null;
}
