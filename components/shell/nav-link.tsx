"use client";

import { Bot, Inbox, type LucideIcon, ScrollText, Settings2, ShieldCheck, UsersRound } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "../ui/cn.ts";
import type { NavIcon, NavItem } from "./navigation.ts";

const icons: Record<NavIcon, LucideIcon> = {
  queue: Inbox,
  agents: Bot,
  people: UsersRound,
  policy: ShieldCheck,
  audit: ScrollText,
  settings: Settings2,
};

/** Pages that hang under another entry of the navigation. */
const homes: Record<string, string> = { "/requests": "/queue", "/receipts": "/queue" };

/** One entry of the navigation, as a row (sidebar, menu) or as a tab (the phone's bar). */
export function NavLink({ item, shape }: { item: NavItem; shape: "row" | "tab" }) {
  const path = usePathname();
  const section = `/${path.split("/")[1] ?? ""}`;
  const current = (homes[section] ?? section) === item.href;
  const Icon = icons[item.icon];
  return (
    <Link
      href={item.href}
      prefetch={false}
      aria-current={current ? "page" : undefined}
      className={cn(
        "group flex items-center rounded-md font-medium text-muted-foreground transition-colors hover:text-foreground",
        shape === "row" && "min-h-11 gap-2.5 px-2.5 text-sm hover:bg-muted md:min-h-9",
        shape === "row" && current && "bg-muted text-foreground",
        shape === "tab" && "min-h-14 flex-col justify-center gap-0.5 text-xs focus-visible:-outline-offset-2",
        shape === "tab" && current && "text-foreground",
      )}
    >
      <span
        className={cn(
          shape === "tab" && "grid h-6 w-11 place-items-center rounded-full",
          shape === "tab" && current && "bg-primary-soft",
        )}
      >
        <Icon aria-hidden className={cn("size-4.5", current && "text-link")} />
      </span>
      {item.label}
    </Link>
  );
}
