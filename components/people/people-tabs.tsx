import { LinkTabs } from "#components/ui/link-tabs";

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
