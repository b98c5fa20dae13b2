import { cn } from "#components/ui/cn.ts";
import { Icon } from "#components/ui/icon";
import { Link } from "#components/ui/link";

const row = "flex min-h-11 fine:min-h-9 items-center rounded-md px-2.5 text-left text-sm hover:bg-muted";

export const documents = [
  { href: "/docs/index", label: "Guides" },
  { href: "/docs", label: "API reference" },
];

/** The guides, the API reference, the keyboard shortcuts and the product's version, behind a button. */
export function HelpMenu() {
  return (
    <>
      <button
        type="button"
        popoverTarget="help"
        className="grid size-9 shrink-0 place-items-center rounded-md text-muted-foreground hover:bg-muted hover:text-foreground"
      >
        <Icon name="circle-help" className="size-5" />
        <span className="sr-only">Help</span>
      </button>
      <div
        id="help"
        popover="auto"
        className="fixed top-auto bottom-4 left-[15rem] m-0 w-56 rounded-lg border bg-card p-2 text-foreground shadow-lg open:grid"
      >
        {documents.map(({ href, label }) => (
          <Link key={href} href={href} className={row}>
            {label}
          </Link>
        ))}
        <button type="button" data-shortcuts aria-haspopup="dialog" className={row}>
          Keyboard shortcuts
        </button>
        <ProductVersion className="mt-1 border-t px-2.5 pt-2 pb-1" />
      </div>
    </>
  );
}

export function ProductVersion({ className }: { className: string }) {
  return (
    <p className={cn("text-[0.8125rem] text-muted-foreground tabular-nums", className)}>
      Version {process.env.COUNTERSIGN_VERSION}
    </p>
  );
}
