const kindNames = new Map([
  ["mcp", "MCP gateway"],
  ["http_proxy", "HTTP proxy"],
]);

/** The name of a boundary's kind, as reported by the boundary; undefined for an unknown kind. */
export function kindName(kind: string | null): string | undefined {
  return kindNames.get(kind ?? "");
}

/** Such as `MCP gateway 1.2.0`; undefined before the first contact. */
export function kindAndVersion(boundary: Record<"kind" | "version", string | null>): string | undefined {
  const { kind, version } = boundary;
  return kind && version ? `${kindName(kind) ?? kind} ${version}` : undefined;
}

/** An HTTP proxy stands in front of an API, which lists no tools. */
export function listsTools({ kind }: { kind: string | null }): boolean {
  return kind !== "http_proxy";
}

/** The command to enroll a boundary's key, without a default or unknown kind. */
export function registerCommand(origin: string, code: string, kind: string | null): string {
  const option = kind === "http_proxy" ? " --kind http_proxy" : "";
  return `countersign boundary register --url ${origin} --code ${code}${option}`;
}
