import type { NoticeView } from "#lib/notices/list-notices";

/** The text and the link of a notice. */
export function noticeWords(notice: NoticeView): {
  text: string;
  href: string;
  link: string;
} {
  const { kind, requestId, by, agent } = notice;
  switch (kind) {
    case "break_glass_used":
      return {
        text: `${by ?? "An admin"} approved a request from ${agent ?? "an agent"} alone with break-glass.`,
        href: `/requests/${requestId}`,
        link: "View request",
      };
    case "break_glass_review_due":
      return {
        text: `Break-glass review overdue: ${by ?? "an admin"} approved a request from ${agent ?? "an agent"} alone.`,
        href: "/requests/break-glass",
        link: "Review",
      };
    case "publication_proposed":
      return {
        text: "A new policy version is waiting for a second admin to publish.",
        href: "/policy/draft/review",
        link: "Review",
      };
    case "change_proposed":
      return {
        text: `${by ?? "An admin"} proposed a change that needs a second admin.`,
        href: "/settings/changes",
        link: "Review proposed changes",
      };
    case "sso_bypassed":
      return {
        text: "An admin used break-glass to sign in with a passkey. Single sign-on is required.",
        href: "/settings/sso",
        link: "View details",
      };
    case "removal_refused":
      return {
        text: "A deprovisioning request from your directory failed. The person may still have access.",
        href: "/people",
        link: "View people",
      };
    case "signal_ambiguous":
      return {
        text: "A security event may be about several people, so no one was suspended or signed out. Check these people.",
        href: "/audit?type=signal.ambiguous",
        link: "View in audit log",
      };
    case "founding_ended":
      return {
        text: "There's a second admin now. Until a passkey from an invitation link is confirmed, its approvals and those of the admin who sent the link count as one.",
        href: "/people",
        link: "View people",
      };
    case "scim_token_unanswered":
      return {
        text: "The admin responsible for a SCIM token is no longer an admin. The token still works.",
        href: "/settings/provisioning",
        link: "Take responsibility or revoke",
      };
    case "transmitter_unanswered":
      return {
        text: "The admin responsible for a security event source is no longer an admin. It can still send events.",
        href: "/settings/signals",
        link: "Take responsibility or revoke",
      };
    case "link_issued":
    case "passkey_enrolled":
      return enrollmentWords(notice);
    case "offer_declined":
      return declined(notice);
  }
}

function declined({ by, agent, agentId, more, reason, orphaned }: NoticeView) {
  const many = more === 1 ? " and 1 more agent" : more > 1 ? ` and ${more} more agents` : "";
  const which = orphaned <= more ? `${orphaned} of them` : more > 0 ? "They" : "It";
  const quarantineNote =
    orphaned > 0 ? ` ${which} will stay quarantined until you choose another owner.` : "";
  return {
    text: `${by ?? "Someone"} declined ownership of ${agent ?? "an agent"}${many}: “${reason ?? "no reason given"}”.${quarantineNote}`,
    href: orphaned > 0 && more > 0 ? "/agents/orphaned" : `/agents/${agentId}#ownership`,
    link: orphaned > 0 && more > 0 ? "View quarantined" : "View agent",
  };
}

function enrollmentWords({ kind, by, person, aboutId, isOwn, purpose, oldPasskeys }: NoticeView) {
  const issuer = by ?? "An admin";
  const whose = isOwn ? "your" : `${person ?? "a person"}'s`;
  const link = purpose === "recovery" ? "recovery link" : "invitation link";
  const old =
    oldPasskeys === "remove"
      ? " The old passkeys were removed."
      : oldPasskeys === "keep"
        ? " The old passkeys still work."
        : "";
  const text =
    kind === "link_issued"
      ? `${issuer} created a ${link} for ${whose} account.${old}`
      : `A passkey was added to ${whose} account through a ${link} from ${issuer}.${old}`;
  const warning = " If you didn't ask for this, tell another admin and remove what you don't recognize.";
  const task =
    kind === "passkey_enrolled"
      ? ` It doesn't count as a separate approver from ${issuer} until another admin confirms it.`
      : "";
  return isOwn
    ? { text: `${text}${warning}`, href: "/settings#passkeys", link: "Check passkeys" }
    : {
        text: `${text}${task}`,
        href: `/people/${aboutId}#passkeys`,
        link: task ? "Confirm passkey" : "Check passkeys",
      };
}
