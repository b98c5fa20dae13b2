import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";
import { Link } from "./link.tsx";

export function Card({ className, ...props }: ComponentProps<"section">) {
  return <section data-card className={cn("min-w-0 rounded-lg border bg-card", className)} {...props} />;
}

export function CardHeader({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      className={cn(
        "flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 pt-4 pb-3 sm:px-5",
        className,
      )}
      {...props}
    />
  );
}

/** The top of most cards. `children`: what the card is for. */
export function CardHead(props: {
  title: ReactNode;
  /** Of the title. */
  id?: string;
  className?: string;
  /** A badge, a link or buttons beside the title. */
  aside?: ReactNode;
  children?: ReactNode;
  /** Keeps the description in a block with the title, beside the buttons. */
  isOneBlock?: boolean;
}) {
  const title = (
    <CardTitle id={props.id} className={props.className}>
      {props.title}
    </CardTitle>
  );
  const description = props.children ? <CardDescription>{props.children}</CardDescription> : null;
  return (
    <CardHeader>
      {props.isOneBlock ? (
        <div className="grid gap-1">
          {title}
          {description}
        </div>
      ) : (
        title
      )}
      {props.aside}
      {props.isOneBlock ? null : description}
    </CardHeader>
  );
}

/** The heading of a card: an h2, since a page has one h1. */
export function CardTitle({ className, children, ...props }: ComponentProps<"h2">) {
  return (
    <h2 className={cn("font-semibold text-[0.9375rem] leading-6", className)} {...props}>
      {children}
    </h2>
  );
}

export function CardDescription({ className, ...props }: ComponentProps<"p">) {
  return <p className={cn("w-full text-muted-foreground", className)} {...props} />;
}

export function CardContent({ className, ...props }: ComponentProps<"div">) {
  return <div className={cn("px-4 pb-4 sm:px-5 sm:pb-5", className)} {...props} />;
}

/**
 * A card with one content, below a head or alone. `about`: as the children of a {@link CardHead}.
 * `layout`: the classes of the content.
 */
export function ContentCard(
  props: Omit<ComponentProps<"section">, "title" | "about"> &
    Partial<Pick<ComponentProps<typeof CardHead>, "title" | "aside" | "isOneBlock">> & {
      about?: ReactNode;
      titleClassName?: string;
      layout?: string;
    },
) {
  const { title, aside, isOneBlock, about, titleClassName, layout, children, ...card } = props;
  const head = { title, aside, isOneBlock, id: card["aria-labelledby"], className: titleClassName };
  return (
    <Card {...card}>
      {title === undefined ? null : <CardHead {...head}>{about}</CardHead>}
      <CardContent className={layout}>{children}</CardContent>
    </Card>
  );
}

/** Stacked rows. `none`: in place of an empty list, a text or an element. */
export function RowList({ className, none, ...props }: ComponentProps<"ul"> & { none?: ReactNode }) {
  if (none !== undefined && Array.isArray(props.children) && props.children.length === 0)
    return typeof none === "string" ? (
      <CardContent className="text-muted-foreground">{none}</CardContent>
    ) : (
      none
    );
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

/** Named values: stacked on phones, in two columns where there is room. */
export function Facts(props: { className?: string; children: ReactNode }) {
  return (
    <dl className={cn("grid gap-x-6 gap-y-2.5 sm:grid-cols-[9rem_minmax(0,1fr)]", props.className)}>
      {props.children}
    </dl>
  );
}

export function Fact(props: { name: ReactNode; children: ReactNode }) {
  return (
    <div className="grid sm:col-span-2 sm:grid-cols-subgrid">
      <dt className="text-muted-foreground">{props.name}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{props.children}</dd>
    </div>
  );
}
