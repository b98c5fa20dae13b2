import type { NoticeView } from "#lib/notices/list-notices";

/** What a notice says, and where it leads. */
export function noticeWords(notice: NoticeView): {
  text: string;
  href: string;
  link: string;
} {
  const { kind, requestId, by, agent } = notice;
  switch (kind) {
    case "break_glass_used":
      return {
        text: `${by ?? "An admin"} broke the glass: approved alone what ${agent ?? "an agent"} asked for, in place of the approvals it needed.`,
        href: `/requests/${requestId}`,
        link: "See the request",
      };
    case "break_glass_review_due":
      return {
        text: `A review is overdue: ${by ?? "an admin"} broke the glass for ${agent ?? "an agent"}, and no other admin has looked at it in time.`,
        href: "/requests/break-glass",
        link: "Review it",
      };
    case "publication_proposed":
      return {
        text: "A new version of the policy is proposed, and waits for a second admin.",
        href: "/policy/draft/review",
        link: "Look at it",
      };
    case "change_proposed":
      return {
        text: `${by ?? "An admin"} proposed a change that needs a second admin.`,
        href: "/settings/changes",
        link: "Review proposed changes",
      };
    case "sso_bypassed":
      return {
        text: "An admin signed in with a passkey although single sign-on is required.",
        href: "/settings/sso",
        link: "See who and when",
      };
    case "removal_refused":
      return {
        text: "A directory wanted somebody out, and the change was refused. They may still have access.",
        href: "/people",
        link: "See who",
      };
    case "signal_ambiguous":
      return {
        text: "A security event may be about several people, so no one was suspended or signed out. Check these people.",
        href: "/audit?type=signal.ambiguous",
        link: "View in audit log",
      };
    case "founding_ended":
      return {
        text: "There's a second admin now. Approvals by unconfirmed passkeys and by the admin who invited their people count as one. Confirm these passkeys on their people's pages.",
        href: "/people",
        link: "View people",
      };
    case "scim_token_unanswered":
      return {
        text: "Whoever answered for a provisioning token is no admin any more. The token goes on working.",
        href: "/settings/provisioning",
        link: "Answer for it or revoke it",
      };
    case "transmitter_unanswered":
      return {
        text: "Whoever answered for a transmitter of security events is no admin any more. It is listened to still.",
        href: "/settings/signals",
        link: "Answer for it or revoke it",
      };
    case "link_issued":
    case "passkey_enrolled":
      return enrolmentWords(notice);
    case "offer_declined":
      return declined(notice);
  }
}

function declined({ by, agent, agentId, more, reason, ghosts }: NoticeView) {
  const many = more === 1 ? " and 1 more agent" : more > 1 ? ` and ${more} more agents` : "";
  const which = ghosts <= more ? `${ghosts} of them` : more > 0 ? "them" : "it";
  const ghost = ghosts > 0 ? ` Nobody answers for ${which} until you find somebody else.` : "";
  return {
    text: `${by ?? "Somebody"} declined ${agent ?? "an agent"}${many}: “${reason ?? "no reason given"}”.${ghost}`,
    href: ghosts > 0 && more > 0 ? "/agents/ghosts" : `/agents/${agentId}#ownership`,
    link: ghosts > 0 && more > 0 ? "See the ghosts" : "See the agent",
  };
}

function enrolmentWords({ kind, by, person, aboutId, isOwn, purpose, oldPasskeys }: NoticeView) {
  const issuer = by ?? "An admin";
  const whose = isOwn ? "your" : `${person ?? "a person"}'s`;
  const link = purpose === "recovery" ? "recovery link" : "invitation link";
  const old =
    oldPasskeys === "remove"
      ? " The old passkeys were removed."
      : oldPasskeys === "keep"
        ? " The old passkeys keep working."
        : "";
  const text =
    kind === "link_issued"
      ? `${issuer} issued a ${link} for ${whose} account.${old}`
      : `A passkey was added to ${whose} account through a ${link} from ${issuer}.${old}`;
  const warning = " If you didn't ask for this, tell another admin and remove what you don't recognize.";
  const task =
    kind === "passkey_enrolled"
      ? ` It doesn't count separately from ${issuer} until another admin confirms it.`
      : "";
  return isOwn
    ? { text: `${text}${warning}`, href: "/settings#passkeys", link: "Check passkeys" }
    : {
        text: `${text}${task}`,
        href: `/people/${aboutId}#passkeys`,
        link: task ? "Confirm passkey" : "Check passkeys",
      };
}
