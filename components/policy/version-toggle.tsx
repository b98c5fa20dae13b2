import { cn } from "#components/ui/cn.ts";
import { Link } from "#components/ui/link";

/** Which policy the page shows: the live version or the draft. Each has an address. */
export function VersionToggle(props: { version: number; isDraftShown: boolean }) {
  const choices = [
    { href: "/policy?view=live", label: `Version ${props.version} · Live`, isCurrent: !props.isDraftShown },
    { href: "/policy", label: "Draft", isCurrent: props.isDraftShown },
  ];
  return (
    <nav aria-label="Shown policy" className="inline-flex gap-0.5 rounded-md border bg-muted p-0.5">
      {choices.map(({ href, label, isCurrent }) => (
        <Link
          key={href}
          href={href}
          scroll={false}
          aria-current={isCurrent ? "true" : undefined}
          className={cn(
            "inline-flex min-h-11 items-center rounded-sm px-3 font-medium text-sm fine:min-h-8",
            isCurrent
              ? "bg-card text-foreground ring-1 ring-input"
              : "text-muted-foreground hover:text-foreground",
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
