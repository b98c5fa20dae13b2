import { LinkTabs } from "../ui/link-tabs.tsx";

/** All agents one may see, and one's own. */
export function AgentsTabs({ roles }: { roles: readonly string[] }) {
  const own = roles.includes("approver") ? [{ href: "/agents/mine", label: "My agents" }] : [];
  const tabs = [{ href: "/agents", label: "All" }, ...own];
  return tabs.length > 1 ? <LinkTabs label="Agents" tabs={tabs} /> : null;
}
