"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { TabList } from "./tab-list.tsx";

/** Tabs for pages with URLs: the open page's tab is current, and in view on a phone. */
export function LinkTabs(props: { label: string; tabs: { href: string; label: string }[] }) {
  const path = usePathname();
  const tabs = props.tabs.map((tab) => ({ ...tab, isCurrent: path === tab.href }));
  const list = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each page
  useEffect(() => {
    const current = list.current?.querySelector<HTMLElement>("[aria-current]");
    if (list.current && current)
      list.current.scrollLeft = current.offsetLeft - (list.current.clientWidth - current.offsetWidth) / 2;
  }, [path]);
  return <TabList ref={list} label={props.label} tabs={tabs} className="mb-5 short:mb-2" />;
}
