import { pageTitle } from "#app/web/open-page";
import { EntryShell } from "#components/shell/entry-shell";
import { LinkButton } from "#components/ui/button";
import { refusalWords } from "./refusal-words.ts";

export const metadata = pageTitle("Sign-in failed");

/**
 * Why a sign-in through a provider failed, and what to do. The page reveals nothing about a person,
 * because anyone can open it with any reason.
 */
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
