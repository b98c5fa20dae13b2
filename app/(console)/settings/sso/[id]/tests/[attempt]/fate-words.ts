import type { TestView } from "#lib/sso/find-test";
import type { RefusalReason } from "#lib/sso/judge";

const reasons: Record<RefusalReason, string> = {
  email_missing: "The provider sent no e-mail address. Let it release the claim email to Countersign.",
  email_unverified:
    "The provider does not say that the address is verified: email_verified has to be the boolean true. Anything else, the text “true” among it, does not count.",
  domain_unlisted: "The address is not in one of the domains that this connection lists.",
  unknown_person:
    "Nobody here has this address. Invite them first, or let the connection admit people whom nobody invited.",
  address_is_user_name:
    "Somebody here has another e-mail address, and this one as their userName in the directory. Put that right in the directory.",
  person_suspended: "This person is suspended.",
  person_left: "This person has left.",
  linked_to_other_account:
    "This person is linked to another account of the provider. Unlink that one on their page first, if it is gone for good.",
  address_unconfirmed:
    "A directory changed this person's address, and no admin has confirmed it. Confirm it on their page, if it is theirs.",
  groups_unreadable:
    "The groups cannot be read: the claim is neither a list of texts nor a text, or there are too many for the token. Let the provider send only the groups named here.",
  no_role: "None of their groups gives a role, so that nothing would be left for them to do here.",
};

/** What would have happened, in words for the admin who tests. */
export function fateWords({ fate, reason, roles, person }: TestView): {
  title: string;
  sentences: string[];
  isGood: boolean;
} {
  const name = person?.name ?? "Somebody new";
  const as = `With ${roles.length === 1 ? "the role" : "the roles"} ${roles.join(" and ")}.`;
  switch (fate) {
    case "failed":
      return { title: "The round trip did not work", sentences: [reason ?? ""], isGood: false };
    case "refused":
      return {
        title: `${person ? person.name : "This account"} would be refused`,
        sentences: [reasons[reason as RefusalReason]],
        isGood: false,
      };
    case "create":
      return {
        title: "Somebody new would be let in and signed in",
        sentences: [as, "They could look around; approving takes a passkey, which takes a link of yours."],
        isGood: true,
      };
    case "link":
      return {
        title: `${name} would be linked to this account and signed in`,
        sentences: [as, ...changeOf(person?.roles, roles)],
        isGood: true,
      };
    case "known":
      return {
        title: `${name} would be signed in`,
        sentences: [as, ...changeOf(person?.roles, roles)],
        isGood: true,
      };
  }
}

function changeOf(before: string[] | undefined, after: string[]): string[] {
  if (!before || (before.length === after.length && before.every((role) => after.includes(role)))) return [];
  return [`Their groups would change that from ${before.join(" and ") || "no role"}.`];
}
