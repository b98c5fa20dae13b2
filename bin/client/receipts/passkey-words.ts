import type { Untyped } from "#client/json/untyped";
import { visible } from "../visible.ts";

const ways: Readonly<Record<string, string>> = {
  setup: "enrolled when the workspace was set up",
  invitation: "enrolled through an invitation link",
  recovery: "enrolled through a recovery link",
  own: "added with another passkey of the approver",
};

const confirmations: Readonly<Record<string, string>> = {
  own: "with another passkey of the approver",
  admin: "by a second admin",
  founding: "as that of the workspace's second admin",
  operator: "by the operator of the server",
};

/**
 * How the approver's passkey was enrolled and confirmed, as lines. The server vouches for this
 * record.
 */
export function passkeyLines({ passkey }: Untyped): string[] {
  const { enrolled_via, enrolled_at, issued_by, vouched_by, confirmed } = Object(passkey);
  const from = issued_by ? ` from ${whom(issued_by)}` : "";
  const line = `  passkey    ${visible(ways[enrolled_via] ?? enrolled_via)}${from}, ${visible(enrolled_at)}`;
  const behind = Array.isArray(vouched_by) ? vouched_by.map(whom).join(", ") : "";
  if (confirmed) {
    const how = visible(confirmations[confirmed.with] ?? confirmed.with);
    const by = confirmed.with === "admin" && confirmed.by ? `, ${whom(confirmed.by)}` : "";
    return [line, `             confirmed ${how}${by}, ${visible(confirmed.at)}`];
  }
  if (behind === "") return [line];
  return [line, `             NOT CONFIRMED: it could also be held by ${behind}`];
}

function whom(person: Untyped) {
  const id = visible(person?.id);
  return person?.name ? `${visible(person.name)} (${id})` : id;
}
