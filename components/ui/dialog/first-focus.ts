const fields = "input:not([type=hidden]), select, textarea, [role=slider]";

/** On Close, first in a sheet, the first Enter would close the sheet (WAI-ARIA Authoring Practices). */
export function focusFirst(content: Element | null, heading: HTMLElement | null): void {
  const controls = content?.querySelectorAll<HTMLElement>(
    `a[href], button, summary, [tabindex="0"], ${fields}`,
  );
  const first = [...(controls ?? [])].find(
    (control) => !control.matches(":disabled") && control.checkVisibility(),
  );
  const target = first?.matches(fields) ? first : heading;
  target?.focus({ preventScroll: true });
}
