/**
 * Moves the focus to the first field with an error once it is marked, for people who can't see the
 * red border. For a form that checks its own fields.
 */
export function focusInvalid(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
}
