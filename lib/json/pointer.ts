/** A JSON Pointer (RFC 6901) one step further. */
export function pointer(path: string, step: string): string {
  return `${path}/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
