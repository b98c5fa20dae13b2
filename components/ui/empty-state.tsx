import type { ReactNode } from "react";
import { Icon, type IconName } from "#components/ui/icon";
import { cn } from "./cn.ts";

/** An empty list: the fact, the reason and, as `children`, links or buttons of the next steps. */
export function EmptyState(props: {
  icon: IconName;
  title: string;
  description: ReactNode;
  className?: string;
  children?: ReactNode;
}) {
  return (
    <div className={cn("flex flex-col items-center gap-3 px-6 py-12 text-center", props.className)}>
      <span className="grid size-10 place-items-center rounded-full border bg-muted text-muted-foreground">
        <Icon name={props.icon} className="size-5" />
      </span>
      <div className="grid max-w-md gap-1">
        <p className="text-balance font-semibold text-[0.9375rem]">{props.title}</p>
        <div className="text-pretty text-muted-foreground">{props.description}</div>
      </div>
      {props.children ? (
        <div className="mt-1 flex flex-wrap items-center justify-center gap-2">{props.children}</div>
      ) : null}
    </div>
  );
}
