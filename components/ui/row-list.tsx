import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";
import { Link } from "./link.tsx";

/** Stacked rows, inside a Card. */
export function RowList({ className, ...props }: ComponentProps<"ul">) {
  return <ul className={cn("divide-y border-t first:border-t-0", className)} {...props} />;
}

/** One row. */
export function Row({ className, ...props }: ComponentProps<"li">) {
  return (
    <li
      className={cn(
        "flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3 sm:px-5",
        className,
      )}
      {...props}
    />
  );
}

/** A row that links to its page: the whole row is the link. `className` lays out the inside. */
export function RowLink(props: {
  id?: string;
  href: string;
  className?: string;
  children: ReactNode;
  /** Below the link or, with `absolute`, over it, with links of its own. */
  after?: ReactNode;
  /** Fetches the page a moment before it is opened. */
  isEarly?: boolean;
}) {
  return (
    <li className="group relative has-[[data-select]:checked]:bg-primary-soft">
      <Link
        id={props.id}
        href={props.href}
        data-row
        {...(props.isEarly && { "data-early": true })}
        className={cn(
          "block min-h-11 px-4 py-3 transition-colors hover:bg-muted focus-visible:-outline-offset-2 sm:px-5",
          props.className,
        )}
      >
        {props.children}
      </Link>
      {props.after}
    </li>
  );
}
