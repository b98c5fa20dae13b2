import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";
import { Slot } from "./slot.tsx";

const buttonVariants = cva(
  [
    "control-height inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-md px-3.5",
    "font-medium text-sm transition-colors",
    "disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55",
    "[&_svg]:pointer-events-none [&_svg]:size-4 [&_svg]:shrink-0",
  ],
  {
    variants: {
      variant: {
        default: "bg-primary text-primary-foreground hover:bg-primary-hover",
        outline: "border border-input bg-card text-foreground hover:bg-muted",
        ghost: "text-foreground hover:bg-muted",
        destructive: "bg-destructive text-destructive-foreground hover:bg-destructive-hover",
        "destructive-outline": "border border-input bg-card text-danger hover:bg-danger-soft",
        link: "px-0 text-link underline decoration-1 underline-offset-3 hover:decoration-2",
      },
      size: {
        default: "",
        sm: "px-2.5 text-[0.8125rem] md:min-h-8",
        lg: "min-h-11 px-5 md:min-h-11",
        icon: "aspect-square px-0",
      },
    },
    defaultVariants: { variant: "default", size: "default" },
  },
);

export interface ButtonProps extends ComponentProps<"button">, VariantProps<typeof buttonVariants> {
  /** Puts the button's looks on its only child, for example a link. */
  asChild?: boolean;
}

export function Button({ className, variant, size, asChild = false, type, ...props }: ButtonProps) {
  if (asChild) return <Slot className={cn(buttonVariants({ variant, size }), className)} {...props} />;
  return (
    <button type={type ?? "button"} className={cn(buttonVariants({ variant, size }), className)} {...props} />
  );
}
