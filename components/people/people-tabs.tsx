import { LinkTabs } from "#components/ui/link-tabs";

/** Tabs: people by name, people by the impact of their offboarding, and groups. */
export function PeopleTabs() {
  return (
    <LinkTabs
      label="People and groups"
      tabs={[
        { href: "/people", label: "Everyone" },
        { href: "/people/impact", label: "By impact" },
        { href: "/people/groups", label: "Groups" },
      ]}
    />
  );
}
