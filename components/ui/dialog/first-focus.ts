const fields = "input:not([type=hidden]), select, textarea, [role=slider]";

/**
 * Moves the focus in an opened dialog to its first field, or to its heading when something else comes
 * before the fields: on Close, which comes first in a sheet, the first Enter would end what was just
 * opened (WAI-ARIA Authoring Practices, dialog).
 */
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
