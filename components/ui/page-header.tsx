import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";
import { Icon } from "./icon.tsx";
import { Link } from "./link.tsx";

const stateId = "page-state";

/** The top of a page: its h1, a description, a link to the parent page, and actions. */
export function PageHeader(props: {
  title: ReactNode;
  picture?: ReactNode;
  description?: ReactNode;
  /** A list: on a phone held sideways it needs the room of the description. */
  isList?: boolean;
  back?: { href: string; label: string };
  badges?: ReactNode;
  className?: string;
  children?: ReactNode;
  /** Whether the buttons are only a menu, which stays next to a long title. */
  isMenu?: boolean;
}) {
  return (
    <header
      className={cn(
        "mb-5 grid grid-cols-[minmax(0,1fr)] gap-1 md:mb-6",
        props.isList && "short:mb-2",
        // On a phone held sideways in a row, so that the page's content is in view.
        props.back && "short:mb-3 short:flex short:items-start short:gap-x-3",
        props.className,
      )}
    >
      {props.back ? (
        <Link
          href={props.back.href}
          className="control-height -ml-1 short:-my-1 inline-flex w-fit items-center gap-0.5 rounded-sm pr-2 text-muted-foreground text-sm hover:text-foreground"
        >
          <Icon name="chevron-left" className="size-4" />
          {props.back.label}
        </Link>
      ) : null}
      <div
        className={cn(
          "flex min-w-0 grow items-start justify-between gap-x-6 gap-y-3",
          !props.isMenu && "flex-wrap",
        )}
      >
        <div className="grid min-w-0 gap-1">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
            {props.picture}
            {/* With its state: the focus comes here after an action without a remaining button. */}
            <h1
              aria-describedby={props.badges ? stateId : undefined}
              className="min-w-0 font-semibold text-2xl leading-8 short:text-xl short:leading-7 [overflow-wrap:anywhere]"
            >
              {props.title}
            </h1>
            {props.badges ? (
              <span id={stateId} className="contents">
                {props.badges}
              </span>
            ) : null}
          </div>
          {props.description ? (
            <div
              className={cn(
                "max-w-prose text-pretty text-muted-foreground [overflow-wrap:anywhere]",
                props.isList && "short:hidden",
              )}
            >
              {props.description}
            </div>
          ) : null}
        </div>
        {props.children ? <div className="flex flex-wrap items-center gap-2">{props.children}</div> : null}
      </div>
    </header>
  );
}

/** A page below its header. `layout`: the classes of a box around the content. */
export function Page(props: ComponentProps<typeof PageHeader> & { layout?: string }) {
  const { layout, children, ...header } = props;
  return (
    <>
      <PageHeader {...header} />
      {layout ? <div className={layout}>{children}</div> : children}
    </>
  );
}

/** A page of one form, which creates an object or changes much of one. */
export function FormPage(props: ComponentProps<typeof PageHeader> & { isNarrow?: boolean }) {
  const { isNarrow, children, ...header } = props;
  return (
    <div className={isNarrow ? "max-w-xl" : "max-w-2xl"}>
      <PageHeader {...header} />
      {children}
    </div>
  );
}
