import type { NoticeView, NoticeWords } from "./notice-view.ts";
import { dayTime, type MessageWords } from "./request-words.ts";

type Delegation = NonNullable<NoticeView["delegation"]>;

/** The words about declined transfers, and about the agents that are orphaned now. */
export function declinedWords({ by, agent, agentId, more, reason, orphaned }: NoticeView): NoticeWords {
  const many = more === 1 ? " and 1 more agent" : more > 1 ? ` and ${more} more agents` : "";
  const subject = orphaned <= more ? `${orphaned} of them` : more > 0 ? "They" : "It";
  const quarantineNote =
    orphaned > 0 ? ` ${subject} will stay quarantined until you choose another owner.` : "";
  return {
    text: `${by ?? "Someone"} declined ownership of ${agent ?? "an agent"}${many}: “${reason ?? "no reason given"}”.${quarantineNote}`,
    href: orphaned > 0 && more > 0 ? "/agents/orphaned" : `/agents/${agentId}#ownership`,
    link: orphaned > 0 && more > 0 ? "View quarantined" : "View agent",
  };
}

/** The words about a delegate who was named, for the represented person, the delegate and admins. */
export function delegateNamedWords({ by, person, aboutId, isOwn, delegation }: NoticeView): NoticeWords {
  const { delegate = "a person", isToRecipient, isNamedByPerson, isConfirmed } = delegation ?? {};
  const who = isToRecipient ? "you" : delegate;
  const whose = isNamedByPerson ? "their" : isOwn ? "your" : `${person ?? "a person"}'s`;
  const named = `${by ?? "An admin"} named ${who} as ${whose} delegate.`;
  const link = delegationLink(isOwn || isToRecipient === true, aboutId);
  if (delegation?.isAwaited) {
    const answer = isOwn ? " Confirm or decline it." : "";
    const confirms = isOwn ? "you confirm" : `${person ?? "the person"} confirms`;
    const text = `${named}${answer} It takes effect ${effectWords(delegation, confirms)}.`;
    return isOwn ? { text, ...link, link: "Confirm or decline" } : { text, ...link };
  }
  const warning =
    isOwn && !isConfirmed ? " They can decide on your behalf now. End it if you didn't agree." : "";
  return { text: `${named}${warning}`, ...link };
}

function effectWords({ effectiveAt, timeZone }: Delegation, confirms: string): string {
  return effectiveAt ? `${dayTime(effectiveAt, timeZone)}, or when ${confirms} it` : `only if ${confirms} it`;
}

/** What the represented person reads outside the app while a delegate waits. */
export function delegateNamedMessage({ isOwn, delegation }: NoticeView): MessageWords | undefined {
  if (!isOwn || !delegation?.isAwaited) return undefined;
  const { effectiveAt, timeZone } = delegation;
  const body = effectiveAt
    ? `If you don't answer, they may be able to decide for you from ${dayTime(effectiveAt, timeZone)}.`
    : "They can decide for you only if you confirm.";
  return { title: "Confirm or decline your delegate", body };
}

/** The words about a delegation that ended. */
export function delegationEndedWords({ person, aboutId, isOwn, delegation }: NoticeView): NoticeWords {
  const { delegate = "A person", isToRecipient } = delegation ?? {};
  const whose = isOwn ? "your" : `${person ?? "another person"}'s`;
  const text = isToRecipient
    ? `You're no longer ${whose} delegate.`
    : `${delegate} is no longer ${whose} delegate and can't decide on ${isOwn ? "your" : "their"} behalf.`;
  return { text, ...delegationLink(isOwn || isToRecipient === true, aboutId) };
}

function delegationLink(isInSettings: boolean, personId: string | null): Omit<NoticeWords, "text"> {
  const href = isInSettings ? "/settings#delegation" : `/people/${personId}/delegations`;
  return { href, link: "View delegations" };
}

/** The words about an invitation or recovery link, and about a passkey from a link. */
export function enrollmentWords(notice: NoticeView): NoticeWords {
  const { kind, by, person, aboutId, isOwn, purpose, oldPasskeys } = notice;
  const issuer = by ?? "An admin";
  const whose = isOwn ? "your" : `${person ?? "a person"}'s`;
  const link = purpose === "recovery" ? "a recovery link" : "an invitation link";
  const old =
    oldPasskeys === "remove"
      ? " The old passkeys were removed."
      : oldPasskeys === "keep"
        ? " The old passkeys still work."
        : "";
  const text =
    kind === "link_issued"
      ? `${issuer} created ${link} for ${whose} account.${old}`
      : `A passkey was added to ${whose} account through ${link} from ${issuer}.${old}`;
  const warning = " If you didn't ask for this, tell another admin and remove what you don't recognize.";
  const task =
    kind === "passkey_enrolled"
      ? ` It doesn't count as a separate approver from ${issuer} until another admin confirms it.`
      : "";
  return isOwn
    ? { text: `${text}${warning}`, href: "/settings#passkeys", link: "Check passkeys" }
    : {
        text: `${text}${task}`,
        href: `/people/${aboutId}/passkeys`,
        link: task ? "Confirm passkey" : "Check passkeys",
      };
}
