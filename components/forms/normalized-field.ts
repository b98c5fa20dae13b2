/**
 * The typed text of a form's field, for an act's digest: browsers send line breaks in a different
 * form than typed.
 */
export function typedIn(form: FormData, field: string): string {
  return String(form.get(field) ?? "")
    .replace(/\s+/g, " ")
    .trim();
}
