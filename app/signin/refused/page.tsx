import { pageTitle } from "#app/web/open-page";
import { EntryShell } from "#components/shell/entry-shell";
import { LinkButton } from "#components/ui/button";
import type { VisitorReason } from "#lib/provisioning/sso/explain-fault";

export const metadata = pageTitle("Sign-in failed");

/** Reveals nothing about a person, because anyone can open the page with any reason. */
export default async function RefusedPage(props: PageProps<"/signin/refused">) {
  const { reason } = await props.searchParams;
  const { title, sentence } = refusalWords(typeof reason === "string" ? reason : "");
  return (
    <EntryShell title={title} description={sentence}>
      <LinkButton href="/signin" size="lg" className="w-fit">
        Back to sign-in
      </LinkButton>
    </EntryShell>
  );
}

interface Words {
  title: string;
  sentence: string;
}

const words: Record<VisitorReason, Words> = {
  over: {
    title: "This sign-in has expired",
    sentence:
      "It was already used, took more than 15 minutes or was started in another browser. Start again.",
  },
  busy: {
    title: "Try again in a moment",
    sentence: "Two sign-ins happened at the same time, or the server was busy. Start again.",
  },
  provider_denied: {
    title: "Your provider denied access",
    sentence:
      "Your identity provider rejected the sign-in, or you cancelled it. Try again or contact your IT team.",
  },
  provider_failed: {
    title: "Your identity provider isn't responding",
    sentence:
      "It couldn't be reached or returned an invalid response. Try again in a moment. If this continues, ask an admin to test the connection in Settings.",
  },
  answer_invalid: {
    title: "Sign-in couldn't be verified",
    sentence:
      "The response from your identity provider doesn't match this sign-in. Start again. If it keeps happening, tell an admin.",
  },
  connection_off: {
    title: "This connection is off",
    sentence: "An admin turned off this sign-in method. Use another one or contact an admin.",
  },
  address_missing: {
    title: "Your provider didn't send an email address",
    sentence:
      "Countersign needs your verified email the first time you sign in. Ask an admin to have the provider send it.",
  },
  address_unverified: {
    title: "Your email isn't verified",
    sentence:
      "Your identity provider hasn't verified your email. Verify it there, or contact your IT team, then try again.",
  },
  address_unconfirmed: {
    title: "Your email needs to be confirmed",
    sentence:
      "Your directory changed your email and no Countersign admin has confirmed it yet. Ask an admin to confirm it on your page under People.",
  },
  domain_unlisted: {
    title: "This provider can't sign you in",
    sentence: "This provider isn't trusted for your email domain. Sign in another way or contact an admin.",
  },
  no_access: {
    title: "You don't have access",
    sentence: "Your identity provider recognizes you, but you don't have an account here. Contact an admin.",
  },
  groups_unreadable: {
    title: "Your groups couldn't be read",
    sentence:
      "Your provider sent your groups in a format Countersign can't read, so your roles are unknown. Contact an admin.",
  },
  no_role: {
    title: "You don't have a role",
    sentence: "None of your groups gives you a role here. Contact an admin.",
  },
};

/** An unknown reason gets the text for an expired attempt. */
function refusalWords(reason: string): Words {
  return Object.hasOwn(words, reason) ? words[reason as VisitorReason] : words.over;
}
