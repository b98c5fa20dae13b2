const base =
  "control-height inline-flex min-h-11 items-center justify-center gap-2 rounded-md px-5 font-medium text-sm transition-colors disabled:cursor-not-allowed disabled:opacity-55";

/** A large Button's looks as text, for pages that load little script. */
export const plainButton = {
  primary: `${base} bg-primary text-primary-foreground hover:bg-primary-hover`,
  outline: `${base} border border-input bg-card text-foreground hover:bg-muted`,
} as const;
