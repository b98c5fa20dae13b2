import { LinkTabs } from "../ui/link-tabs.tsx";

/** People, the groups that they are in, and what would stop with each of them, side by side. */
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
