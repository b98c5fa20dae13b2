import { LinkTabs } from "../ui/link-tabs.tsx";

/** Tabs: people, groups, and the offboarding preview. */
export function PeopleTabs() {
  return (
    <LinkTabs
      label="People and groups"
      tabs={[
        { href: "/people", label: "People" },
        { href: "/people/groups", label: "Groups" },
        { href: "/people/what-if", label: "Offboarding" },
      ]}
    />
  );
}
