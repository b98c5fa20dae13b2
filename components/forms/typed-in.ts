/** What was typed into a form's field, for an act's digest: browsers send line breaks in another form than they were typed. */
export function typedIn(form: FormData, field: string): string {
  return String(form.get(field) ?? "")
    .replace(/\s+/g, " ")
    .trim();
}
