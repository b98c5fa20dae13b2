import type { ComponentProps } from "react";
import { cn } from "./cn.ts";
import { Icon, type IconName } from "./icon.tsx";

const base =
  "inline-flex w-fit items-center gap-1 whitespace-nowrap rounded-sm px-1.5 py-0.5 font-medium text-xs leading-4 [&_svg]:size-3.5 [&_svg]:shrink-0";

const variants = {
  default: "bg-muted text-foreground",
  outline: "border text-muted-foreground",
  primary: "bg-primary-soft text-link",
  success: "bg-success-soft text-success",
  warning: "bg-warning-soft text-warning",
  danger: "bg-danger-soft text-danger",
  info: "bg-info-soft text-info",
  "success-outline": "border border-success/40 text-success",
  "warning-outline": "border border-warning/40 text-warning",
  "danger-outline": "border border-danger/40 text-danger",
};

export type BadgeVariant = keyof typeof variants;

/** A short label for a state. Color never carries the meaning alone: the label is text. */
export function Badge({
  className,
  variant = "default",
  icon,
  children,
  ...props
}: ComponentProps<"span"> & { variant?: BadgeVariant | undefined; icon?: IconName }) {
  return (
    <span className={cn(base, variants[variant], className)} {...props}>
      {icon ? <Icon name={icon} /> : null}
      {children}
    </span>
  );
}
