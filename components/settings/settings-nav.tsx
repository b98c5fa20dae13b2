"use client";

import { usePathname } from "next/navigation";
import { cn } from "#components/ui/cn.ts";
import { Icon } from "#components/ui/icon";
import { Link } from "#components/ui/link";
import { type SectionGroup, sectionOf } from "./sections.ts";

/** The sections of the settings in groups: a list beside the page, on a phone a menu above. */
export function SettingsNav({ groups }: { groups: SectionGroup[] }) {
  const path = usePathname();
  const current = sectionOf(path, groups);
  const list = <Groups groups={groups} current={current?.href} />;
  return (
    <>
      <nav aria-label="Settings" className="sticky top-8 hidden w-44 shrink-0 lg:block">
        {list}
      </nav>
      {/* The key closes the menu on the next page. */}
      <details key={path} className="group mb-3 rounded-md border bg-card lg:hidden">
        <summary className="control-height flex items-center justify-between gap-2 px-3 font-medium text-sm">
          <span>
            <span className="text-muted-foreground">Settings</span>
            {current ? ` · ${current.label}` : ""}
          </span>
          <Icon name="chevron-down" className="text-muted-foreground group-open:rotate-180" />
        </summary>
        <nav aria-label="Settings" className="border-t p-2">
          {list}
        </nav>
      </details>
    </>
  );
}

function Groups({ groups, current }: { groups: SectionGroup[]; current: string | undefined }) {
  return (
    <div className="grid gap-4">
      {groups.map(({ label, sections }) => (
        <section key={label} aria-label={label}>
          <h2 className="px-2.5 pb-1 font-medium text-muted-foreground text-xs">{label}</h2>
          <ul className="grid gap-0.5">
            {sections.map((section) => (
              <li key={section.href}>
                <Link
                  href={section.href}
                  aria-current={section.href === current ? "page" : undefined}
                  className={cn(
                    "flex min-h-11 items-center rounded-md px-2.5 text-muted-foreground text-sm hover:bg-muted hover:text-foreground lg:min-h-8",
                    "aria-[current]:bg-muted aria-[current]:font-medium aria-[current]:text-foreground",
                  )}
                >
                  {section.label}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
