import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";
import { Icon, type IconName } from "./icon.tsx";

const variants = {
  info: "border-info/30 bg-info-soft [&>svg]:text-info",
  success: "border-success/30 bg-success-soft [&>svg]:text-success",
  warning: "border-warning/30 bg-warning-soft [&>svg]:text-warning",
  danger: "border-danger/30 bg-danger-soft [&>svg]:text-danger",
  neutral: "bg-muted [&>svg]:text-muted-foreground",
};

const icons: Record<keyof typeof variants, IconName> = {
  info: "info",
  success: "circle-check",
  warning: "triangle-alert",
  danger: "circle-alert",
  neutral: "info",
};

/** Give `role="alert"` to a message after an action, and `role="status"` to good news. */
export function Alert({
  className,
  variant = "info",
  title,
  children,
  ...props
}: Omit<ComponentProps<"div">, "title"> & { variant?: keyof typeof variants; title?: ReactNode }) {
  return (
    <div
      className={cn("flex gap-3 rounded-md border px-3.5 py-3 text-sm", variants[variant], className)}
      {...props}
    >
      <Icon name={icons[variant]} className="mt-0.5" />
      <div className="grid min-w-0 flex-1 gap-1">
        {title ? <p className="font-medium">{title}</p> : null}
        {children ? <div className="min-w-0 [overflow-wrap:anywhere]">{children}</div> : null}
      </div>
    </div>
  );
}
