import type { ReactNode } from "react";
import { Bell, type BellProps } from "#components/notices/bell";
import { type Role, rolesText } from "#components/people/role-names.ts";
import { SearchButton } from "#components/search/search-button";
import { cn } from "#components/ui/cn.ts";
import { Icon } from "#components/ui/icon";
import { Link } from "#components/ui/link";
import { documents, HelpMenu, ProductVersion } from "./help-menu.tsx";
import { Mark } from "./mark.tsx";
import { NavLink } from "./nav-link.tsx";
import { freezeItem, type NavItem } from "./navigation.ts";
import { SignOut } from "./sign-out.tsx";
import type { Theme } from "./theme.ts";
import { ThemeSwitch } from "./theme-switch.tsx";

const tabsOnPhone = 4;

interface ShellProps {
  workspace: string;
  person: { name: string; roles: readonly Role[] };
  items: NavItem[];
  theme: Theme;
  bell: BellProps;
}

/** The frame of pages behind sign-in: a sidebar where there is room (`desk`), else two bars. */
export function AppShell({ children, ...shell }: ShellProps & { children: ReactNode }) {
  return (
    <div className="min-h-dvh desk:grid desk:grid-cols-[14.5rem_minmax(0,1fr)] print:block">
      {/* A page with its own navigation marks its content (app/(console)/settings/layout.tsx). */}
      <SkipLink to="main" className="[body:has(#section)_&]:hidden" />
      <SkipLink to="section" className="[body:not(:has(#section))_&]:hidden" />
      <Sidebar {...shell} />
      <TopBar {...shell} />
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto w-full min-w-0 max-w-6xl px-gutter pt-5 pb-24 outline-none desk:pt-8 desk:pb-16"
      >
        {children}
      </main>
      <TabBar {...shell} />
    </div>
  );
}

function SkipLink({ to, className }: { to: string; className: string }) {
  return (
    <a
      href={`#${to}`}
      className={cn(
        "sr-only z-50 rounded-md border bg-card px-4 py-2 font-medium focus:not-sr-only focus:fixed focus:top-2 focus:left-2",
        className,
      )}
    >
      Skip to content
    </a>
  );
}

function Sidebar({ workspace, person, items, theme, bell }: ShellProps) {
  return (
    <header
      data-shell
      className="sticky top-(--environment-bar) hidden h-[calc(100dvh-var(--environment-bar))] flex-col gap-4 overflow-y-auto border-r bg-card py-4 pr-3 pl-[max(0.75rem,env(safe-area-inset-left))] desk:flex"
    >
      <Home workspace={workspace} />
      <div className="flex items-center gap-1">
        <SearchButton className="control-height flex min-w-0 flex-1 items-center gap-2.5 rounded-md border border-input bg-card px-2.5 text-muted-foreground text-sm hover:bg-muted">
          <Icon name="search" className="size-4.5" />
          Search
          <kbd aria-hidden className="ml-auto font-mono text-xs">
            Ctrl K
          </kbd>
        </SearchButton>
        <Bell {...bell} className="size-9 hover:bg-muted" />
      </div>
      <nav aria-label="Main" className="grid gap-0.5">
        {items.map((item) => (
          <NavLink key={item.href} item={item} shape="row" />
        ))}
      </nav>
      <div className="mt-auto grid gap-3 border-t pt-3">
        <div className="flex items-center justify-between gap-1">
          <Who person={person} />
          <HelpMenu />
        </div>
        <div className="flex items-center justify-between gap-2">
          <ThemeSwitch theme={theme} name="theme-sidebar" />
          <SignOut className="px-2 text-muted-foreground" />
        </div>
      </div>
    </header>
  );
}

function TopBar({ workspace, items, bell }: ShellProps) {
  return (
    <header
      data-shell
      data-top-bar
      className="sticky top-(--environment-bar) z-20 border-b bg-card px-safe pt-safe desk:hidden"
    >
      <div className="flex min-h-14 items-center px-3 short:min-h-11">
        <Home workspace={workspace} />
        <div className="ml-auto flex shrink-0">
          {items.some(({ href }) => href === freezeItem.href) ? (
            <Link
              href={freezeItem.href}
              className="flex size-11 shrink-0 flex-col items-center justify-center rounded-md font-medium text-muted-foreground text-xs"
            >
              <Icon name={freezeItem.icon} className="size-4.5" />
              {freezeItem.label}
            </Link>
          ) : null}
          <Bell {...bell} className="size-11" />
          <SearchButton className="grid size-11 shrink-0 place-items-center rounded-md text-muted-foreground">
            <Icon name="search" className="size-5" />
            <span className="sr-only">Search</span>
          </SearchButton>
        </div>
      </div>
    </header>
  );
}

function TabBar({ person, items, theme }: ShellProps) {
  const rest = items.slice(tabsOnPhone);
  const tabs = items.slice(0, tabsOnPhone);
  return (
    <nav
      aria-label="Main navigation"
      data-shell
      data-tab-bar
      className="fixed inset-x-0 bottom-0 z-20 grid auto-cols-fr grid-flow-col border-t bg-card px-safe pb-safe desk:hidden"
    >
      {tabs.map((item) => (
        <NavLink key={item.href} item={item} shape="tab" />
      ))}
      <button
        type="button"
        popoverTarget="more"
        className="flex min-h-14 flex-col items-center justify-center gap-0.5 rounded-md font-medium text-muted-foreground text-xs focus-visible:-outline-offset-2"
      >
        <span className="grid h-6 place-items-center">
          <Icon name="ellipsis" className="size-4.5" />
        </span>
        More
      </button>
      <div
        id="more"
        popover="auto"
        className="fixed inset-x-2 top-auto bottom-[calc(4rem+env(safe-area-inset-bottom))] m-0 short:bottom-[calc(3rem+env(safe-area-inset-bottom))] max-h-[calc(100dvh-5rem)] w-auto overflow-y-auto rounded-lg border bg-card p-2 text-foreground open:grid open:gap-2"
      >
        {rest.length > 0 ? (
          <div className="grid gap-0.5 border-b pb-2 short:grid-cols-3">
            {rest.map((item) => (
              <NavLink key={item.href} item={item} shape="row" />
            ))}
          </div>
        ) : null}
        <div className="grid gap-2 p-2">
          <div className="flex flex-wrap items-center justify-between gap-x-4">
            {documents.map(({ href, label }) => (
              <Link
                key={href}
                href={href}
                className="flex min-h-11 items-center rounded-md px-1.5 font-medium text-muted-foreground text-sm"
              >
                {label}
              </Link>
            ))}
            <ProductVersion className="px-1.5" />
          </div>
          <Who person={person} />
          <div className="flex flex-wrap items-center justify-between gap-2">
            <ThemeSwitch theme={theme} name="theme-more" />
            <SignOut />
          </div>
        </div>
      </div>
    </nav>
  );
}

function Home({ workspace }: { workspace: string }) {
  return (
    <Link href="/queue" className="flex min-h-11 min-w-0 items-center gap-2.5 rounded-md px-1.5 fine:min-h-9">
      <Mark />
      <span className="grid min-w-0 leading-tight">
        <span className="line-clamp-2 font-semibold text-sm [overflow-wrap:anywhere]">{workspace}</span>
        <span className="text-muted-foreground text-xs">Countersign</span>
      </span>
    </Link>
  );
}

function Who({ person }: { person: ShellProps["person"] }) {
  return (
    <Link
      href="/settings"
      title="Your account"
      className="grid min-w-0 flex-1 rounded-md px-1.5 py-1 leading-tight hover:bg-muted"
    >
      <span className="truncate font-medium text-sm">{person.name}</span>
      <span className="truncate text-muted-foreground text-xs">{rolesText(person.roles)}</span>
    </Link>
  );
}
