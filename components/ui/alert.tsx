import { cva, type VariantProps } from "class-variance-authority";
import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";

const alertVariants = cva("flex gap-3 rounded-md border px-3.5 py-3 text-sm", {
  variants: {
    variant: {
      info: "border-info/30 bg-info-soft [&>svg]:text-info",
      success: "border-success/30 bg-success-soft [&>svg]:text-success",
      warning: "border-warning/30 bg-warning-soft [&>svg]:text-warning",
      danger: "border-danger/30 bg-danger-soft [&>svg]:text-danger",
    },
  },
  defaultVariants: { variant: "info" },
});

const icons: Record<NonNullable<VariantProps<typeof alertVariants>["variant"]>, LucideIcon> = {
  info: Info,
  success: CircleCheck,
  warning: TriangleAlert,
  danger: CircleAlert,
};

/** Something the person must notice. Give `role="alert"` when it appears after an action, `role="status"` when it is good news. */
export function Alert({
  className,
  variant,
  title,
  children,
  ...props
}: Omit<ComponentProps<"div">, "title"> & VariantProps<typeof alertVariants> & { title?: ReactNode }) {
  const Icon = icons[variant ?? "info"];
  return (
    <div className={cn(alertVariants({ variant }), className)} {...props}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="grid min-w-0 flex-1 gap-1">
        {title ? <p className="font-medium">{title}</p> : null}
        {children ? <div className="min-w-0 [overflow-wrap:anywhere]">{children}</div> : null}
      </div>
    </div>
  );
}
