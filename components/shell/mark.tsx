/** The product's mark, as in app/icon.svg: an open ring, and a closing stroke. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className="size-7 shrink-0">
      <rect width="32" height="32" rx="8" className="fill-primary" />
      <path
        d="M21.7 10.2a8 8 0 1 0 0 11.6"
        className="fill-none stroke-primary-foreground"
        strokeWidth="2.75"
        strokeLinecap="round"
      />
      <path d="M13.2 17.2 16 20l9.2-9.2" className="fill-none stroke-primary" strokeWidth="6.5" />
      <path
        d="M13.2 16.6 16 19.4l9-9"
        className="fill-none stroke-primary-foreground"
        strokeWidth="2.75"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

/** The mark and the product's name. */
export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2.5 font-semibold text-[0.9375rem] tracking-tight">
      <Mark />
      Countersign
    </span>
  );
}
