import { type Failure, pause } from "./failures.ts";

type Meaning = "busy" | "token" | "scope" | "down" | "member" | "earlier";

/** Slack's error codes by remedy. Any further code refuses the message. */
const meanings = new Map<string, Meaning>([
  ["ratelimited", "busy"],
  ["rate_limited", "busy"],
  ["message_limit_exceeded", "busy"],
  ["invalid_auth", "token"],
  ["not_authed", "token"],
  ["token_revoked", "token"],
  ["token_expired", "token"],
  ["account_inactive", "token"],
  ["not_allowed_token_type", "token"],
  ["org_login_required", "token"],
  ["access_denied", "token"],
  ["missing_scope", "scope"],
  ["no_permission", "scope"],
  ["fatal_error", "down"],
  ["internal_error", "down"],
  ["service_unavailable", "down"],
  ["request_timeout", "down"],
  ["users_not_found", "member"],
  ["user_not_found", "member"],
  ["user_not_visible", "member"],
  ["channel_not_found", "member"],
  ["user_disabled", "member"],
  ["cannot_dm_bot", "member"],
  ["message_not_found", "earlier"],
  ["cant_update_message", "earlier"],
  ["edit_window_closed", "earlier"],
]);

const newToken = "Reinstall the app in Slack, and save its new token under Settings, Channels.";

/** The meaning of `ok: false`. A revoked token pauses Slack until an admin sets a new token. */
export function failureOfCode(code: string | undefined, afterSeconds: number | undefined): Failure {
  switch (meanings.get(code ?? "")) {
    case "busy":
      return pause("Slack is busy.", afterSeconds);
    case "token":
      return pause(`Slack no longer accepts the bot token (${code}). ${newToken}`);
    case "scope":
      return pause(`The bot token lacks a scope (${code}). Add the scopes of docs/notifications.md.`);
    case "down":
      return pause(`Slack failed (${code}).`, afterSeconds);
    case "member":
      return { outcome: "gone", reason: "Slack has no active member with this person's email address." };
    case "earlier":
      return { outcome: "gone", reason: "The earlier message in Slack can't be updated any longer." };
    default:
      return { outcome: "refused", reason: "Slack refused the message." };
  }
}

/** Whether the member is unknown or no longer active. */
export function isUnknownMember(code: string | undefined): boolean {
  return meanings.get(code ?? "") === "member";
}
