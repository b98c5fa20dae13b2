import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";

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
  /** A badge, a link or buttons beside the title. */
  aside?: ReactNode;
  children?: ReactNode;
  /** Keeps the description in one block with the title, so that it stands beside the buttons too. */
  isOneBlock?: boolean;
}) {
  const title = <CardTitle>{props.title}</CardTitle>;
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
