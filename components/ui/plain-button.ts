/** A large Button's looks as text: error pages load with every page, and would hold a copy of Button. */
export const plainButton = {
  primary:
    "control-height inline-flex min-h-11 items-center justify-center rounded-md bg-primary px-5 font-medium text-primary-foreground text-sm transition-colors hover:bg-primary-hover",
  outline:
    "control-height inline-flex min-h-11 items-center justify-center rounded-md border border-input bg-card px-5 font-medium text-foreground text-sm transition-colors hover:bg-muted",
} as const;
