import { LinkTabs } from "#components/ui/link-tabs";

/** The sections of the policy that the viewer may open. */
export function PolicyTabs({ roles }: { roles: readonly string[] }) {
  const isAdmin = roles.includes("admin");
  const isAuditor = roles.includes("auditor");
  const tabs = [
    { href: "/policy", label: "Rules" },
    ...(isAdmin ? [{ href: "/policy/actions", label: "Action types" }] : []),
    { href: "/policy/versions", label: "History" },
    ...(isAdmin || isAuditor || roles.includes("approver")
      ? [{ href: "/policy/try", label: "Simulator" }]
      : []),
    ...(isAdmin || isAuditor ? [{ href: "/policy/monitor", label: "Monitor mode" }] : []),
  ];
  return <LinkTabs label="Policy sections" tabs={tabs} />;
}
