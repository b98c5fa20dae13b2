"use client";

import { usePathname } from "next/navigation";
import { TabList } from "./tab-list.tsx";

/** Tabs for pages with their own URLs: the tab of the open page is current. */
export function LinkTabs(props: { label: string; tabs: { href: string; label: string }[] }) {
  const path = usePathname();
  const tabs = props.tabs.map((tab) => ({ ...tab, isCurrent: path === tab.href }));
  return <TabList label={props.label} tabs={tabs} className="mb-5" />;
}
