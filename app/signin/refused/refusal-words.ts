import type { VisitorReason } from "#lib/sso/refusal-for";

interface Words {
  title: string;
  sentence: string;
}

const words: Record<VisitorReason, Words> = {
  over: {
    title: "This sign-in is over",
    sentence:
      "It was used already, took longer than 15 minutes, or was begun in another browser. Nothing happened. Start again.",
  },
  busy: {
    title: "Not just now",
    sentence:
      "You were signing in twice at the same moment, or the server could not keep up. Nothing happened. Start again.",
  },
  provider_denied: {
    title: "Your provider did not let you in",
    sentence: "Your identity provider said no, or you cancelled there. Try again, or ask whoever runs it.",
  },
  provider_failed: {
    title: "Your identity provider failed",
    sentence:
      "It could not be reached, or did not do what it should. Try again in a moment. If it stays so, tell an admin: they can test the connection in the settings.",
  },
  answer_invalid: {
    title: "The answer does not fit",
    sentence:
      "What your identity provider sent back does not belong to this sign-in, so nobody was signed in. Start again. If it happens again, tell an admin.",
  },
  connection_off: {
    title: "This way in is closed",
    sentence: "An admin has turned this connection off. Sign in another way, or ask an admin.",
  },
  address_missing: {
    title: "Your provider sent no e-mail address",
    sentence:
      "Countersign goes by your verified address when you come the first time. Ask an admin to let the provider send it.",
  },
  address_unverified: {
    title: "Your e-mail address is not verified",
    sentence:
      "Your identity provider does not say that it has verified your address. Verify it there, or ask whoever runs the provider, and try again.",
  },
  address_unconfirmed: {
    title: "Your e-mail address is not confirmed here",
    sentence:
      "Your directory changed your address here, and no admin of Countersign has confirmed the new one yet. Ask an admin to confirm it on your page under People, then sign in again.",
  },
  domain_unlisted: {
    title: "Not from this provider",
    sentence:
      "This provider does not vouch for addresses in your domain here. Sign in another way, or ask an admin.",
  },
  no_access: {
    title: "You have no access here",
    sentence: "Your provider knows you, but nobody here lets this account in. Ask an admin.",
  },
  groups_unreadable: {
    title: "Your groups cannot be read",
    sentence:
      "Your provider did not send your groups in a form that can be read, so your roles are not certain. Ask an admin.",
  },
  no_role: {
    title: "No role for you here",
    sentence: "None of your groups at the provider gives you a role here. Ask an admin.",
  },
};

/** What to tell somebody who was not signed in. An unknown reason is as good as none. */
export function refusalWords(reason: string): Words {
  return Object.hasOwn(words, reason) ? words[reason as VisitorReason] : words.over;
}
