/**
 * The looks of a large Button as plain text, for error pages: every page loads their script, which
 * would have its own copy of all that Button needs.
 */
export const plainButton = {
  primary:
    "control-height inline-flex min-h-11 items-center justify-center rounded-md bg-primary px-5 font-medium text-primary-foreground text-sm transition-colors hover:bg-primary-hover",
  outline:
    "control-height inline-flex min-h-11 items-center justify-center rounded-md border border-input bg-card px-5 font-medium text-foreground text-sm transition-colors hover:bg-muted",
} as const;
