/** A mail as a mail program reads it: headers by lower-case name, and the decoded parts by type. */
export interface ParsedMail {
  headers: Map<string, string>;
  parts: Map<string, string>;
}

/** Reads a mail with a `multipart/alternative` body. For tests only. */
export function parseMail(source: string): ParsedMail {
  const { headers, body } = splitHead(source);
  const boundary = /boundary="?([^";]+)/.exec(headers.get("content-type") ?? "")?.[1];
  if (boundary === undefined) throw new Error("the mail has one part only");
  const parts = new Map<string, string>();
  for (const part of body.split(`--${boundary}`).slice(1, -1)) {
    const { headers: head, body: content } = splitHead(part.replace(/^\r\n/, ""));
    const type = head.get("content-type")?.split(";")[0] ?? "";
    parts.set(type, decoded(content, head.get("content-transfer-encoding") ?? "7bit"));
  }
  return { headers, parts };
}

function splitHead(text: string): { headers: Map<string, string>; body: string } {
  const end = text.indexOf("\r\n\r\n");
  const lines = text
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, " ")
    .split("\r\n");
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { headers: new Map(headers), body: text.slice(end + 4) };
}

function decoded(content: string, coding: string): string {
  if (coding === "base64") return Buffer.from(content, "base64").toString("utf8");
  if (coding !== "quoted-printable") return content;
  const bytes = content
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
