"use client";

import { usePathname } from "next/navigation";
import { PendingBadge } from "#components/queue/pending-badge";
import { cn } from "#components/ui/cn.ts";
import { Icon } from "#components/ui/icon";
import { Link } from "#components/ui/link";
import type { NavItem } from "./navigation.ts";

/** Pages that belong to a different entry of the navigation. */
const homes: Record<string, string> = {
  "/requests": "/queue",
  "/boundaries": "/settings",
  "/channels": "/settings",
};

/** An entry of the navigation. */
export function NavLink(props: { item: NavItem; shape: "row" | "tab" }) {
  const { item, shape } = props;
  const path = usePathname();
  const section = `/${path.split("/")[1] ?? ""}`;
  const current = (homes[section] ?? section) === item.href;
  return (
    <Link
      href={item.href}
      aria-current={current ? "page" : undefined}
      className={cn(
        "group flex items-center rounded-md font-medium text-muted-foreground transition-colors hover:text-foreground",
        shape === "row" && "min-h-11 gap-2.5 px-2.5 text-sm hover:bg-muted fine:min-h-9",
        shape === "row" && current && "bg-muted text-foreground",
        shape === "tab" &&
          "relative min-h-14 flex-col justify-center gap-0.5 text-xs focus-visible:-outline-offset-2",
        shape === "tab" && current && "text-foreground",
      )}
    >
      <span
        className={cn(
          current && "text-link",
          shape === "tab" && "grid h-6 w-11 place-items-center rounded-full",
          shape === "tab" && current && "bg-primary-soft",
        )}
      >
        <Icon name={item.icon} className="size-4.5" />
      </span>
      {item.label}
      {item.href === "/queue" ? (
        <PendingBadge className={shape === "row" ? "ml-auto" : "absolute top-1 left-[calc(50%+0.5rem)]"} />
      ) : null}
    </Link>
  );
}
