import { LinkTabs } from "../ui/link-tabs.tsx";

/** All agents one may see, one's own, and for those who see everything the ones nobody answers for. */
export function AgentsTabs({ roles }: { roles: readonly string[] }) {
  const own = roles.includes("approver") ? [{ href: "/agents/mine", label: "My agents" }] : [];
  const seesAll = roles.includes("admin") || roles.includes("auditor");
  const ghosts = seesAll ? [{ href: "/agents/orphaned", label: "Quarantined" }] : [];
  const tabs = [{ href: "/agents", label: "All" }, ...own, ...ghosts];
  return tabs.length > 1 ? <LinkTabs label="Agents" tabs={tabs} /> : null;
}
