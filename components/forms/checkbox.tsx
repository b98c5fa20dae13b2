import type { ComponentProps, ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";

/** A checkbox or radio button with its label and an optional hint; the whole row can be pressed. */
export function Checkbox({
  label,
  hint,
  className,
  type = "checkbox",
  ...props
}: Omit<ComponentProps<"input">, "type"> & {
  label: ReactNode;
  hint?: ReactNode;
  type?: "checkbox" | "radio";
}) {
  return (
    <label
      className={cn(
        "flex min-h-11 items-start gap-3 rounded-md border bg-card px-3 py-2.5 fine:min-h-10",
        "hover:bg-muted has-checked:border-primary has-checked:ring-1 has-checked:ring-primary has-checked:ring-inset",
        "has-disabled:cursor-not-allowed has-disabled:opacity-60",
        className,
      )}
    >
      <input type={type} className="mt-0.5 size-4.5 shrink-0 accent-primary md:size-4" {...props} />
      <span className="min-w-0">
        <span className="block font-medium text-sm leading-5">{label}</span>
        {hint ? <span className="block text-[0.8125rem] text-muted-foreground">{hint}</span> : null}
      </span>
    </label>
  );
}

/** The same as one of several exclusive choices. */
export function Radio(props: Omit<ComponentProps<typeof Checkbox>, "type">) {
  return <Checkbox type="radio" {...props} />;
}
