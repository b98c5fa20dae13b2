import { LinkTabs } from "../ui/link-tabs.tsx";

/** People and the groups that they are in, side by side. */
export function PeopleTabs() {
  return (
    <LinkTabs
      label="People and groups"
      tabs={[
        { href: "/people", label: "People" },
        { href: "/people/groups", label: "Groups" },
      ]}
    />
  );
}
