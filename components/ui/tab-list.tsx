import type { ReactNode, Ref } from "react";
import { cn } from "./cn.ts";
import { Link } from "./link.tsx";

/** Pages as tabs that are links, with addresses, and without script. */
export function TabList(props: {
  label: string;
  tabs: { href: string; label: string; isCurrent: boolean; count?: ReactNode }[];
  className?: string;
  ref?: Ref<HTMLElement>;
}) {
  return (
    <nav
      ref={props.ref}
      aria-label={props.label}
      className={cn("scroll-edges relative overflow-x-auto border-b", props.className)}
    >
      <ul className="group flex gap-1">
        {props.tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              data-early
              href={tab.href}
              aria-current={tab.isCurrent ? "page" : undefined}
              className={cn(
                "control-height -mb-px flex items-center whitespace-nowrap border-transparent border-b-2 px-3 font-medium text-muted-foreground text-sm",
                "hover:text-foreground focus-visible:-outline-offset-2 aria-[current]:border-primary aria-[current]:text-foreground",
                // The chosen tab looks chosen while its page loads.
                "not-data-loading:group-has-data-loading:border-transparent! data-loading:border-primary data-loading:text-foreground",
              )}
            >
              {tab.label}
              {tab.count}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
