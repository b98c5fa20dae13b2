import type { ComponentProps } from "react";
import { cn } from "./cn.ts";
import { Link } from "./link.tsx";
import { Slot } from "./slot.tsx";

const base = cn(
  "control-height inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-md px-3.5",
  "font-medium text-sm transition-colors",
  "disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55",
  "[&_svg]:pointer-events-none [&_svg]:size-4 [&_svg]:shrink-0",
);

const variants = {
  default: "bg-primary text-primary-foreground hover:bg-primary-hover",
  outline: "border border-input bg-card text-foreground hover:bg-muted",
  ghost: "text-foreground hover:bg-muted",
  destructive: "bg-destructive text-destructive-foreground hover:bg-destructive-hover",
  "destructive-outline": "border border-input bg-card text-danger hover:bg-danger-soft",
  link: "px-0 text-link underline decoration-1 underline-offset-3 hover:decoration-2",
};

const sizes = {
  default: "",
  sm: "px-2.5 text-[0.8125rem] fine:min-h-8",
  lg: "min-h-11 px-5 md:min-h-11",
  icon: "aspect-square px-0",
};

export interface ButtonProps extends ComponentProps<"button"> {
  variant?: keyof typeof variants | undefined;
  size?: keyof typeof sizes | undefined;
  /** Puts the button's looks on its only child, for example a link. */
  asChild?: boolean;
}

export function Button({
  className,
  variant = "default",
  size = "default",
  asChild = false,
  type = "button",
  ...props
}: ButtonProps) {
  const looks = cn(base, variants[variant], sizes[size], className);
  if (asChild) return <Slot className={looks} {...props} />;
  return <button type={type} className={looks} {...props} />;
}

type LinkButtonProps = Omit<ComponentProps<typeof Link>, "className"> &
  Pick<ButtonProps, "variant" | "size" | "className">;

/** A link that looks like a button. */
export function LinkButton({ variant, size, className, ...link }: LinkButtonProps) {
  return (
    <Button asChild variant={variant} size={size} className={className}>
      <Link {...link} />
    </Button>
  );
}
